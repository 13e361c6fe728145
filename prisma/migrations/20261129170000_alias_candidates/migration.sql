-- What is under an alias is searched in the order of answers, as latest versions are by "signature_current_order_idx":
-- there is a row for each signature that a version under the alias has, or once had.
CREATE TABLE "alias_candidate" (
    "alias" TEXT NOT NULL,
    "signature_id" BIGINT NOT NULL,
    "tensor_count" SMALLINT NOT NULL,
    "unknowns" INTEGER NOT NULL,
    "brief" INTEGER[],

    CONSTRAINT "alias_candidate_pkey" PRIMARY KEY ("alias", "signature_id")
);
INSERT INTO "alias_candidate" ("alias", "signature_id", "tensor_count", "unknowns", "brief")
    SELECT DISTINCT a."alias", s."id", s."tensor_count", s."unknowns", s."brief"
    FROM "alias_signature" a JOIN "signature" s ON s."id" = a."signature_id";
CREATE INDEX "alias_candidate_order_idx"
    ON "alias_candidate"("alias", "tensor_count", "unknowns", (- "signature_id")) INCLUDE ("signature_id", "brief");
ALTER TABLE "alias_candidate" ADD CONSTRAINT "alias_candidate_signature_id_fkey"
    FOREIGN KEY ("signature_id") REFERENCES "signature"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
