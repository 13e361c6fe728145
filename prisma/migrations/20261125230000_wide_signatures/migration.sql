-- An index has no room for the tokens of a signature of hundreds of tensors: those stay out, and are looked up.
ALTER TABLE "signature" ADD COLUMN "brief" INTEGER[]
    GENERATED ALWAYS AS (CASE WHEN cardinality("tokens") <= 500 THEN "tokens" END) STORED;

DROP INDEX "signature_order_idx";
DROP INDEX "signature_current_order_idx";
CREATE INDEX "signature_order_idx" ON "signature"("tensor_count", "unknowns", (- "id")) INCLUDE ("id", "brief");
CREATE INDEX "signature_current_order_idx" ON "signature"("tensor_count", "unknowns", (- "id")) INCLUDE ("id", "brief")
    WHERE "current";
