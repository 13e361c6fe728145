-- Parts of names are looked for in any case of letters: in all names in the order of lists, where many have them, which is
-- fast on letters that are small already, and by the index of groups of three, where few do.
ALTER TABLE "model" ADD COLUMN "folded" TEXT COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower("name")) STORED;
CREATE INDEX "model_order_idx" ON "model"("namespace", "name", "folded", "id");
DROP INDEX "model_name_similar_idx";
CREATE INDEX "model_name_similar_idx" ON "model" USING GIN ("folded" gin_trgm_ops);

-- Who offers a signature under an alias is found in one index, as who does with his latest version.
CREATE TABLE "alias_signature" (
    "alias" TEXT NOT NULL,
    "signature_id" BIGINT NOT NULL,
    "version_id" BIGINT NOT NULL,
    "graph_position" SMALLINT NOT NULL,
    "position" INTEGER NOT NULL,
    "model_id" BIGINT NOT NULL,

    CONSTRAINT "alias_signature_pkey"
        PRIMARY KEY ("alias", "signature_id", "version_id", "graph_position", "position")
);
INSERT INTO "alias_signature" ("alias", "signature_id", "version_id", "graph_position", "position", "model_id")
    SELECT a."name", s."signature_id", v."id", s."graph_position", s."position", a."model_id"
    FROM "alias" a JOIN "version" v ON v."model_id" = a."model_id" AND v."number" = a."version_number"
        JOIN "version_signature" s ON s."version_id" = v."id";
CREATE INDEX "alias_signature_model_id_alias_idx" ON "alias_signature"("model_id", "alias");
ALTER TABLE "alias_signature" ADD CONSTRAINT "alias_signature_model_id_alias_fkey"
    FOREIGN KEY ("model_id", "alias") REFERENCES "alias"("model_id", "name") ON DELETE CASCADE ON UPDATE CASCADE;

-- Names that have at least so great a share of their groups of three letters in common with a text, or one of their words
-- has, or that are like a pattern. To hold a text against each name is dearer than PostgreSQL believes, so it is told
-- to use the indexes.
CREATE FUNCTION "names_like"("asked" TEXT, "least" REAL, "patterns" TEXT[], "kinds" TEXT[])
    RETURNS TABLE ("kind" TEXT, "namespace" TEXT, "name" TEXT)
    LANGUAGE plpgsql STABLE
    SET enable_seqscan = off
    SET pg_trgm.similarity_threshold = 0.3
AS $$
BEGIN
    PERFORM set_config('pg_trgm.similarity_threshold', "least"::text, true);
    IF 'model' = ANY ("kinds") THEN
        RETURN QUERY SELECT 'model', m."namespace", m."name" FROM "model" m WHERE m."folded" % "asked"
            UNION SELECT 'model', m."namespace", m."name" FROM "model" m WHERE m."folded" %> "asked"
            UNION SELECT 'model', m."namespace", m."name"
                FROM unnest("patterns") AS p JOIN "model" m ON m."folded" LIKE lower(p);
    END IF;
    IF 'signature' = ANY ("kinds") THEN
        RETURN QUERY SELECT 'signature', NULL::text, k."key" FROM "signature_key" k WHERE k."key" % "asked"
            UNION SELECT 'signature', NULL::text, k."key" FROM "signature_key" k WHERE k."key" %> "asked"
            UNION SELECT 'signature', NULL::text, k."key"
                FROM unnest("patterns") AS p JOIN "signature_key" k ON k."key" ILIKE p;
    END IF;
    IF 'tensor' = ANY ("kinds") THEN
        RETURN QUERY SELECT 'tensor', NULL::text, n."name" FROM "tensor_name" n WHERE n."name" % "asked"
            UNION SELECT 'tensor', NULL::text, n."name" FROM "tensor_name" n WHERE n."name" %> "asked"
            UNION SELECT 'tensor', NULL::text, n."name"
                FROM unnest("patterns") AS p JOIN "tensor_name" n ON n."name" ILIKE p;
    END IF;
END $$;
