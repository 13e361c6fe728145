-- Whoever names a tensor mostly says its dtype and rank too: there is a token for the three together, since each alone is
-- common. Indexes are made faster anew than they are kept up to date.
DROP INDEX "signature_order_idx";
DROP INDEX "signature_current_order_idx";
DROP INDEX "signature_tokens_idx";
DROP INDEX "signature_current_tokens_idx";
ALTER TABLE "signature" DISABLE TRIGGER "signature_is_immutable";
UPDATE "signature" s SET "tokens" = s."tokens" || ARRAY(
    SELECT ('x' || encode(substr(sha256(convert_to(
        CASE t."direction" WHEN 'input' THEN 'i' ELSE 'o' END || ':ntr:' || t."dtype" || '/'
            || CASE WHEN t."rank_known" THEN cardinality(t."shape")::text ELSE '?' END || ':' || t."name", 'UTF8'
    )), 1, 4), 'hex'))::bit(32)::int
    FROM "tensor_spec" t WHERE t."signature_id" = s."id" ORDER BY t."direction", t."position");
ALTER TABLE "signature" ENABLE TRIGGER "signature_is_immutable";
CREATE INDEX "signature_tokens_idx" ON "signature" USING GIN ("tokens") WITH (fastupdate = off);
CREATE INDEX "signature_current_tokens_idx" ON "signature" USING GIN ("tokens") WITH (fastupdate = off)
    WHERE "current";
CREATE INDEX "signature_order_idx" ON "signature"("tensor_count", "unknowns", (- "id")) INCLUDE ("id", "brief");
CREATE INDEX "signature_current_order_idx" ON "signature"("tensor_count", "unknowns", (- "id")) INCLUDE ("id", "brief")
    WHERE "current";

-- What is under an alias has the tokens of the signatures.
UPDATE "alias_candidate" c SET "brief" = s."brief" FROM "signature" s WHERE s."id" = c."signature_id";
