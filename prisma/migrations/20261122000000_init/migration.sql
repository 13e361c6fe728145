-- CreateEnum
CREATE TYPE "direction" AS ENUM ('input', 'output');

-- CreateEnum
CREATE TYPE "encoding" AS ENUM ('dense', 'sparse', 'composite');

-- CreateEnum
CREATE TYPE "verdict" AS ENUM ('compatible', 'incompatible', 'undecided');

-- CreateTable
CREATE TABLE "model" (
    "id" BIGSERIAL NOT NULL,
    "namespace" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "labels" JSONB NOT NULL DEFAULT '{}',
    "last_version" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "model_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "artifact" (
    "digest" BYTEA NOT NULL,
    "size" BIGINT NOT NULL,
    "packaging" TEXT NOT NULL,
    "bytes" BYTEA,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "artifact_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "version" (
    "id" BIGSERIAL NOT NULL,
    "model_id" BIGINT NOT NULL,
    "number" INTEGER NOT NULL,
    "artifact_digest" BYTEA NOT NULL,
    "format" TEXT NOT NULL,
    "main_file" TEXT NOT NULL,
    "framework_version" TEXT NOT NULL,
    "fingerprint" JSONB,
    "graphs" JSON NOT NULL,
    "verdict" "verdict" NOT NULL,
    "baseline_version" INTEGER,
    "published_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "deprecation" TEXT,
    "deleted_at" TIMESTAMPTZ(6),

    CONSTRAINT "version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "graph" (
    "version_id" BIGINT NOT NULL,
    "position" SMALLINT NOT NULL,
    "tag_set" TEXT[],
    "native" BYTEA NOT NULL,

    CONSTRAINT "graph_pkey" PRIMARY KEY ("version_id","position")
);

-- CreateTable
CREATE TABLE "signature" (
    "id" BIGSERIAL NOT NULL,
    "digest" BYTEA NOT NULL,
    "body" JSON NOT NULL,
    "tensor_count" SMALLINT NOT NULL,
    "unknowns" INTEGER NOT NULL,
    "tokens" INTEGER[],
    "current" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "signature_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tensor_spec" (
    "signature_id" BIGINT NOT NULL,
    "direction" "direction" NOT NULL,
    "position" SMALLINT NOT NULL,
    "name" TEXT NOT NULL,
    "dtype" TEXT NOT NULL,
    "shape" BIGINT[],
    "rank_known" BOOLEAN NOT NULL,
    "symbols" TEXT[],
    "encoding" "encoding" NOT NULL,
    "composite" JSONB,
    "optional" BOOLEAN NOT NULL,
    "default_value" JSONB,

    CONSTRAINT "tensor_spec_pkey" PRIMARY KEY ("signature_id","direction","position")
);

-- CreateTable
CREATE TABLE "version_signature" (
    "version_id" BIGINT NOT NULL,
    "graph_position" SMALLINT NOT NULL,
    "position" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "method_name" TEXT NOT NULL,
    "signature_id" BIGINT NOT NULL,

    CONSTRAINT "version_signature_pkey" PRIMARY KEY ("version_id","graph_position","position")
);

-- CreateTable
CREATE TABLE "latest_signature" (
    "signature_id" BIGINT NOT NULL,
    "version_id" BIGINT NOT NULL,
    "model_id" BIGINT NOT NULL,

    CONSTRAINT "latest_signature_pkey" PRIMARY KEY ("signature_id","version_id")
);

-- CreateTable
CREATE TABLE "tensor_name" (
    "name" TEXT NOT NULL,

    CONSTRAINT "tensor_name_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "signature_key" (
    "key" TEXT NOT NULL,

    CONSTRAINT "signature_key_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "alias" (
    "model_id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "version_number" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alias_pkey" PRIMARY KEY ("model_id","name")
);

-- CreateTable
CREATE TABLE "report" (
    "version_id" BIGINT NOT NULL,
    "body" JSON NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "report_pkey" PRIMARY KEY ("version_id")
);

-- CreateTable
CREATE TABLE "config" (
    "namespace" TEXT NOT NULL DEFAULT '',
    "model" TEXT NOT NULL DEFAULT '',
    "settings" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "config_pkey" PRIMARY KEY ("namespace","model")
);

-- CreateTable
CREATE TABLE "approval" (
    "id" BIGSERIAL NOT NULL,
    "model_id" BIGINT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "approver" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "approval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "catalogue" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),

    CONSTRAINT "catalogue_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event" (
    "id" BIGSERIAL NOT NULL,
    "type" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "model_labels_idx" ON "model" USING GIN ("labels");

-- CreateIndex
CREATE UNIQUE INDEX "model_namespace_name_key" ON "model"("namespace", "name");

-- CreateIndex
CREATE INDEX "version_model_id_artifact_digest_idx" ON "version"("model_id", "artifact_digest");

-- CreateIndex
CREATE INDEX "version_artifact_digest_idx" ON "version"("artifact_digest");

-- CreateIndex
CREATE INDEX "version_format_id_idx" ON "version"("format", "id");

-- CreateIndex
CREATE INDEX "version_labels_idx" ON "version" USING GIN ("labels");

-- CreateIndex
CREATE UNIQUE INDEX "version_model_id_number_key" ON "version"("model_id", "number");

-- CreateIndex
CREATE INDEX "approval_model_id_id_idx" ON "approval"("model_id", "id");

-- CreateIndex
CREATE INDEX "signature_tokens_idx" ON "signature" USING GIN ("tokens");

-- CreateIndex
CREATE INDEX "latest_signature_model_id_idx" ON "latest_signature"("model_id");

-- CreateIndex
CREATE INDEX "latest_signature_version_id_idx" ON "latest_signature"("version_id");

-- CreateIndex
CREATE UNIQUE INDEX "signature_digest_key" ON "signature"("digest");

-- CreateIndex
CREATE UNIQUE INDEX "tensor_spec_signature_id_direction_name_key" ON "tensor_spec"("signature_id", "direction", "name");

-- CreateIndex
CREATE INDEX "version_signature_signature_id_version_id_idx" ON "version_signature"("signature_id", "version_id");

-- CreateIndex
CREATE UNIQUE INDEX "version_signature_version_id_graph_position_key_key" ON "version_signature"("version_id", "graph_position", "key");

-- CreateIndex
CREATE INDEX "alias_model_id_version_number_idx" ON "alias"("model_id", "version_number");

-- AddForeignKey
ALTER TABLE "latest_signature" ADD CONSTRAINT "latest_signature_signature_id_fkey" FOREIGN KEY ("signature_id") REFERENCES "signature"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "latest_signature" ADD CONSTRAINT "latest_signature_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "version" ADD CONSTRAINT "version_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "version" ADD CONSTRAINT "version_artifact_digest_fkey" FOREIGN KEY ("artifact_digest") REFERENCES "artifact"("digest") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "graph" ADD CONSTRAINT "graph_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tensor_spec" ADD CONSTRAINT "tensor_spec_signature_id_fkey" FOREIGN KEY ("signature_id") REFERENCES "signature"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "version_signature" ADD CONSTRAINT "version_signature_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "version_signature" ADD CONSTRAINT "version_signature_version_id_graph_position_fkey" FOREIGN KEY ("version_id", "graph_position") REFERENCES "graph"("version_id", "position") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "version_signature" ADD CONSTRAINT "version_signature_signature_id_fkey" FOREIGN KEY ("signature_id") REFERENCES "signature"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alias" ADD CONSTRAINT "alias_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "model"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alias" ADD CONSTRAINT "alias_model_id_version_number_fkey" FOREIGN KEY ("model_id", "version_number") REFERENCES "version"("model_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report" ADD CONSTRAINT "report_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval" ADD CONSTRAINT "approval_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "model"("id") ON DELETE CASCADE ON UPDATE CASCADE;

INSERT INTO "catalogue" DEFAULT VALUES;
CREATE UNIQUE INDEX "catalogue_is_one" ON "catalogue" ((true));

-- What Prisma's schema cannot say: checks, and what never changes once it is written.

ALTER TABLE "model"
    ADD CONSTRAINT "model_namespace_check" CHECK ("namespace" ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$'),
    ADD CONSTRAINT "model_name_check" CHECK ("name" ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$'),
    ADD CONSTRAINT "model_labels_check" CHECK (jsonb_typeof("labels") = 'object'),
    ADD CONSTRAINT "model_last_version_check" CHECK ("last_version" >= 0);

ALTER TABLE "artifact"
    ADD CONSTRAINT "artifact_digest_check" CHECK (octet_length("digest") = 32),
    ADD CONSTRAINT "artifact_size_check" CHECK ("size" > 0),
    ADD CONSTRAINT "artifact_packaging_check" CHECK ("packaging" IN ('file', 'zip', 'tar', 'tar+gzip')),
    ADD CONSTRAINT "artifact_bytes_check" CHECK (octet_length("bytes") = "size");

-- Weights hardly shrink, and ranges of what is not compressed are read without the rest.
ALTER TABLE "artifact" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;

ALTER TABLE "version"
    ADD CONSTRAINT "version_number_check" CHECK ("number" > 0),
    ADD CONSTRAINT "version_format_check" CHECK ("format" ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    ADD CONSTRAINT "version_labels_check" CHECK (jsonb_typeof("labels") = 'object'),
    ADD CONSTRAINT "version_fingerprint_check" CHECK (jsonb_typeof("fingerprint") = 'object'),
    ADD CONSTRAINT "version_graphs_check" CHECK (json_typeof("graphs") = 'array'),
    ADD CONSTRAINT "version_baseline_version_check" CHECK ("baseline_version" > 0);

ALTER TABLE "graph"
    ADD CONSTRAINT "graph_position_check" CHECK ("position" >= 0),
    ADD CONSTRAINT "graph_tag_set_check" CHECK ("tag_set" IS NOT NULL AND array_position("tag_set", NULL) IS NULL);

ALTER TABLE "signature"
    ADD CONSTRAINT "signature_digest_check" CHECK (octet_length("digest") = 32);

ALTER TABLE "tensor_spec"
    ADD CONSTRAINT "tensor_spec_position_check" CHECK ("position" >= 0),
    ADD CONSTRAINT "tensor_spec_dtype_check" CHECK ("dtype" <> ''),
    ADD CONSTRAINT "tensor_spec_shape_check" CHECK (
        "shape" IS NOT NULL AND array_position("shape", NULL) IS NULL AND -1 <= ALL ("shape")
        AND ("rank_known" OR cardinality("shape") = 0)
    ),
    ADD CONSTRAINT "tensor_spec_symbols_check" CHECK (
        "symbols" IS NOT NULL AND cardinality("symbols") IN (0, cardinality("shape"))
    ),
    ADD CONSTRAINT "tensor_spec_composite_check" CHECK (("encoding" = 'composite') = ("composite" IS NOT NULL)),
    ADD CONSTRAINT "tensor_spec_optional_check" CHECK (
        ("direction" = 'input' OR NOT "optional") AND ("optional" OR "default_value" IS NULL)
    );

ALTER TABLE "version_signature"
    ADD CONSTRAINT "version_signature_position_check" CHECK ("position" >= 0);

ALTER TABLE "signature"
    ADD CONSTRAINT "signature_tokens_check" CHECK ("tokens" IS NOT NULL),
    ADD CONSTRAINT "signature_counts_check" CHECK ("tensor_count" >= 0 AND "unknowns" >= 0);

-- A signature comes seldom and is asked for often: nothing waits in a list of its own for being indexed.
ALTER INDEX "signature_tokens_idx" SET (fastupdate = off);
CREATE INDEX "signature_current_tokens_idx" ON "signature" USING GIN ("tokens") WITH (fastupdate = off) WHERE "current";
-- The order of answers, with all that a search must see of a signature: common ones are found by going along it.
CREATE INDEX "signature_order_idx" ON "signature"("tensor_count", "unknowns", (- "id")) INCLUDE ("id", "tokens");
CREATE INDEX "signature_current_order_idx" ON "signature"("tensor_count", "unknowns", (- "id")) INCLUDE ("id", "tokens")
    WHERE "current";

CREATE EXTENSION IF NOT EXISTS "pg_trgm";
CREATE INDEX "tensor_name_similar_idx" ON "tensor_name" USING GIN ("name" gin_trgm_ops);
CREATE INDEX "signature_key_similar_idx" ON "signature_key" USING GIN ("key" gin_trgm_ops);
CREATE INDEX "model_name_similar_idx" ON "model" USING GIN ("name" gin_trgm_ops);

ALTER TABLE "alias"
    ADD CONSTRAINT "alias_name_check" CHECK ("name" ~ '^[A-Za-z][A-Za-z0-9._-]{0,127}$' AND "name" <> 'latest');

ALTER TABLE "config"
    ADD CONSTRAINT "config_level_check" CHECK ("namespace" <> '' OR "model" = ''),
    ADD CONSTRAINT "config_settings_check" CHECK (jsonb_typeof("settings") = 'object');

ALTER TABLE "approval"
    ADD CONSTRAINT "approval_fingerprint_check" CHECK ("fingerprint" ~ '^[0-9a-f]{16}$'),
    ADD CONSTRAINT "approval_approver_check" CHECK ("approver" ~ '\S'),
    ADD CONSTRAINT "approval_reason_check" CHECK ("reason" ~ '\S');

ALTER TABLE "event"
    ADD CONSTRAINT "event_type_check" CHECK ("type" ~ '^[a-z_]+\.[a-z_]+$');

CREATE FUNCTION "refuse_update"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is immutable', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER "artifact_is_immutable" BEFORE UPDATE ON "artifact"
    FOR EACH ROW EXECUTE FUNCTION "refuse_update"();
CREATE TRIGGER "graph_is_immutable" BEFORE UPDATE ON "graph"
    FOR EACH ROW EXECUTE FUNCTION "refuse_update"();
CREATE TRIGGER "signature_is_immutable" BEFORE UPDATE OF "id", "digest", "body", "tensor_count", "unknowns", "tokens"
    ON "signature"
    FOR EACH ROW EXECUTE FUNCTION "refuse_update"();
CREATE TRIGGER "tensor_spec_is_immutable" BEFORE UPDATE ON "tensor_spec"
    FOR EACH ROW EXECUTE FUNCTION "refuse_update"();
CREATE TRIGGER "version_signature_is_immutable" BEFORE UPDATE ON "version_signature"
    FOR EACH ROW EXECUTE FUNCTION "refuse_update"();
CREATE TRIGGER "report_is_immutable" BEFORE UPDATE ON "report"
    FOR EACH ROW EXECUTE FUNCTION "refuse_update"();
CREATE TRIGGER "approval_is_immutable" BEFORE UPDATE ON "approval"
    FOR EACH ROW EXECUTE FUNCTION "refuse_update"();
CREATE TRIGGER "event_is_immutable" BEFORE UPDATE ON "event"
    FOR EACH ROW EXECUTE FUNCTION "refuse_update"();

-- Of a version only the labels, the deprecation and the mark of deletion may change.
CREATE TRIGGER "version_is_immutable" BEFORE UPDATE OF
    "id", "model_id", "number", "artifact_digest", "format", "main_file", "framework_version", "fingerprint", "graphs", "verdict",
    "baseline_version", "published_at"
    ON "version" FOR EACH ROW EXECUTE FUNCTION "refuse_update"();

-- Numbers are never given twice, not even after a deletion.
CREATE FUNCTION "refuse_lower_last_version"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'model.last_version only grows' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER "model_last_version_grows" BEFORE UPDATE OF "last_version" ON "model"
    FOR EACH ROW WHEN (NEW."last_version" < OLD."last_version") EXECUTE FUNCTION "refuse_lower_last_version"();

-- What was published goes only as a whole, and only once it is deleted.
CREATE FUNCTION "refuse_delete_of_live_version"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'only a deleted version can be removed' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER "version_is_deleted_first" BEFORE DELETE ON "version"
    FOR EACH ROW WHEN (OLD."deleted_at" IS NULL) EXECUTE FUNCTION "refuse_delete_of_live_version"();

-- A depth of 0 is a statement of somebody's own; a version's removal takes its parts along from within.
CREATE FUNCTION "refuse_delete_of_part"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% goes with its version only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER "graph_goes_with_its_version" BEFORE DELETE ON "graph"
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION "refuse_delete_of_part"();
CREATE TRIGGER "version_signature_goes_with_its_version" BEFORE DELETE ON "version_signature"
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION "refuse_delete_of_part"();
CREATE TRIGGER "report_goes_with_its_version" BEFORE DELETE ON "report"
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION "refuse_delete_of_part"();
