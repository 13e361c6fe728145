-- Who offers a signature is found in one index, with nothing to join: there is a row for each key of a latest version.
CREATE TEMPORARY TABLE "offer" AS
    SELECT l."signature_id", l."version_id", l."model_id", s."graph_position", s."position"
    FROM "latest_signature" l JOIN "version_signature" s USING ("signature_id", "version_id");
TRUNCATE "latest_signature";
ALTER TABLE "latest_signature" DROP CONSTRAINT "latest_signature_pkey",
    ADD COLUMN "graph_position" SMALLINT NOT NULL,
    ADD COLUMN "position" INTEGER NOT NULL,
    ADD CONSTRAINT "latest_signature_pkey" PRIMARY KEY ("signature_id", "version_id", "graph_position", "position");
INSERT INTO "latest_signature" ("signature_id", "version_id", "model_id", "graph_position", "position")
    SELECT "signature_id", "version_id", "model_id", "graph_position", "position" FROM "offer";
DROP TABLE "offer";

DROP INDEX "version_signature_signature_id_version_id_idx";
CREATE INDEX "version_signature_offer_idx"
    ON "version_signature"("signature_id", "version_id", "graph_position", "position");

-- Deleted versions are few.
CREATE INDEX "version_deleted_idx" ON "version"("id") WHERE "deleted_at" IS NOT NULL;

-- Who has few inputs cannot call what requires many, so there is a token for how many are required. Indexes are made
-- faster anew than they are kept up to date.
DROP INDEX "signature_order_idx";
DROP INDEX "signature_current_order_idx";
DROP INDEX "signature_tokens_idx";
DROP INDEX "signature_current_tokens_idx";
ALTER TABLE "signature" DISABLE TRIGGER "signature_is_immutable";
UPDATE "signature" s SET "tokens" = s."tokens" || (
    SELECT ('x' || encode(substr(sha256(('i:q:' || count(*))::bytea), 1, 4), 'hex'))::bit(32)::int
    FROM "tensor_spec" t WHERE t."signature_id" = s."id" AND t."direction" = 'input' AND NOT t."optional");
ALTER TABLE "signature" ENABLE TRIGGER "signature_is_immutable";
CREATE INDEX "signature_tokens_idx" ON "signature" USING GIN ("tokens") WITH (fastupdate = off);
CREATE INDEX "signature_current_tokens_idx" ON "signature" USING GIN ("tokens") WITH (fastupdate = off)
    WHERE "current";
CREATE INDEX "signature_order_idx" ON "signature"("tensor_count", "unknowns", (- "id")) INCLUDE ("id", "brief");
CREATE INDEX "signature_current_order_idx" ON "signature"("tensor_count", "unknowns", (- "id")) INCLUDE ("id", "brief")
    WHERE "current";

-- An alias by its name, whichever model has it.
CREATE INDEX "alias_name_idx" ON "alias"("name");
