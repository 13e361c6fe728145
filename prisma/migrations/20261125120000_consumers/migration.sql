-- CreateTable
CREATE TABLE "declaration" (
    "id" BIGSERIAL NOT NULL,
    "consumer" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "body" JSON NOT NULL,
    "declared_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "withdrawn_at" TIMESTAMPTZ(6),

    CONSTRAINT "declaration_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "requirement" (
    "declaration_id" BIGINT NOT NULL,
    "position" INTEGER NOT NULL,
    "namespace" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "tag_set" TEXT[],
    "signature_key" TEXT NOT NULL,
    "transport" TEXT NOT NULL,
    "inputs" JSON NOT NULL,
    "outputs" JSON NOT NULL,

    CONSTRAINT "requirement_pkey" PRIMARY KEY ("declaration_id","position")
);

-- CreateTable
CREATE TABLE "deployment" (
    "id" BIGSERIAL NOT NULL,
    "environment" TEXT NOT NULL,
    "model_id" BIGINT NOT NULL,
    "version_number" INTEGER NOT NULL,
    "deployed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deployment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "declaration_environment_consumer_idx" ON "declaration"("environment", "consumer");

-- CreateIndex
CREATE UNIQUE INDEX "declaration_consumer_environment_revision_key" ON "declaration"("consumer", "environment", "revision");

-- CreateIndex
CREATE INDEX "requirement_namespace_model_idx" ON "requirement"("namespace", "model");

-- CreateIndex
CREATE INDEX "deployment_model_id_environment_id_idx" ON "deployment"("model_id", "environment", "id");

-- CreateIndex
CREATE INDEX "deployment_environment_id_idx" ON "deployment"("environment", "id");

-- AddForeignKey
ALTER TABLE "requirement" ADD CONSTRAINT "requirement_declaration_id_fkey" FOREIGN KEY ("declaration_id") REFERENCES "declaration"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployment" ADD CONSTRAINT "deployment_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "model"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say.
ALTER TABLE "declaration"
    ADD CONSTRAINT "declaration_consumer_check" CHECK ("consumer" ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$'),
    ADD CONSTRAINT "declaration_environment_check" CHECK ("environment" ~ '^[A-Za-z][A-Za-z0-9._-]{0,127}$'),
    ADD CONSTRAINT "declaration_revision_check" CHECK ("revision" > 0);

ALTER TABLE "requirement"
    ADD CONSTRAINT "requirement_version_check" CHECK ("version" > 0),
    ADD CONSTRAINT "requirement_tag_set_check" CHECK ("tag_set" IS NOT NULL AND array_position("tag_set", NULL) IS NULL),
    ADD CONSTRAINT "requirement_transport_check" CHECK ("transport" IN ('tensor', 'json', 'both')),
    ADD CONSTRAINT "requirement_inputs_check" CHECK (json_typeof("inputs") = 'array'),
    ADD CONSTRAINT "requirement_outputs_check" CHECK (json_typeof("outputs") = 'array');

ALTER TABLE "deployment"
    ADD CONSTRAINT "deployment_environment_check" CHECK ("environment" ~ '^[A-Za-z][A-Za-z0-9._-]{0,127}$'),
    ADD CONSTRAINT "deployment_version_number_check" CHECK ("version_number" > 0);

-- What was declared stays as it was said; only that it is withdrawn may be added.
CREATE TRIGGER "declaration_is_immutable" BEFORE UPDATE OF "id", "consumer", "environment", "revision", "version", "body", "declared_at"
    ON "declaration" FOR EACH ROW EXECUTE FUNCTION "refuse_update"();

CREATE TRIGGER "requirement_is_immutable" BEFORE UPDATE ON "requirement"
    FOR EACH ROW EXECUTE FUNCTION "refuse_update"();

CREATE TRIGGER "deployment_is_immutable" BEFORE UPDATE ON "deployment"
    FOR EACH ROW EXECUTE FUNCTION "refuse_update"();
