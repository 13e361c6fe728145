-- CreateEnum
CREATE TYPE "alert_level" AS ENUM ('info', 'warning', 'error');

-- CreateEnum
CREATE TYPE "delivery_state" AS ENUM ('pending', 'delivered', 'dead');

-- CreateTable
CREATE TABLE "subscription" (
    "id" BIGSERIAL NOT NULL,
    "about" JSON NOT NULL,
    "topic" TEXT NOT NULL,
    "events" TEXT[],
    "minimum_level" "alert_level" NOT NULL DEFAULT 'info',
    "channel" TEXT NOT NULL,
    "endpoint" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "secrets" JSON NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(6),
    "disabled_because" TEXT,
    "waiting" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(6),
    "failing_since" TIMESTAMPTZ(6),

    CONSTRAINT "subscription_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert" (
    "id" BIGSERIAL NOT NULL,
    "event_id" BIGINT NOT NULL,
    "type" TEXT NOT NULL,
    "of" TEXT NOT NULL DEFAULT '',
    "level" "alert_level" NOT NULL,
    "subject" TEXT NOT NULL,
    "data" JSON NOT NULL,
    "raised_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "alert_id" BIGINT NOT NULL,
    "subscription_id" BIGINT NOT NULL,
    "state" "delivery_state" NOT NULL DEFAULT 'pending',
    "tries" INTEGER NOT NULL DEFAULT 0,
    "attempts" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("alert_id","subscription_id")
);

-- CreateIndex
CREATE INDEX "subscription_topic_idx" ON "subscription"("topic");

-- CreateIndex
CREATE UNIQUE INDEX "alert_event_id_type_of_key" ON "alert"("event_id", "type", "of");

-- CreateIndex
CREATE INDEX "delivery_subscription_id_alert_id_idx" ON "delivery"("subscription_id", "alert_id");

-- AddForeignKey
ALTER TABLE "alert" ADD CONSTRAINT "alert_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_alert_id_fkey" FOREIGN KEY ("alert_id") REFERENCES "alert"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscription"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say.
ALTER TABLE "subscription"
    ADD CONSTRAINT "subscription_about_check" CHECK (json_typeof("about") = 'object'),
    ADD CONSTRAINT "subscription_events_check" CHECK (cardinality("events") > 0),
    ADD CONSTRAINT "subscription_waiting_check" CHECK ("waiting" >= 0),
    ADD CONSTRAINT "subscription_disabled_check" CHECK (("disabled_at" IS NULL) = ("disabled_because" IS NULL));

-- Updated with every delivery: room for that on the same page.
ALTER TABLE "subscription" SET (fillfactor = 50);
ALTER TABLE "delivery" SET (fillfactor = 70);

CREATE INDEX "subscription_due_idx" ON "subscription"("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "delivery_pending_idx" ON "delivery"("subscription_id", "alert_id") WHERE "state" = 'pending';

CREATE TRIGGER "alert_is_immutable" BEFORE UPDATE ON "alert"
    FOR EACH ROW EXECUTE FUNCTION "refuse_update"();

-- What happened is handed, in the transaction that made it happen, to whoever raises alerts; one job at a time, in the
-- order of the commits as far as they depend on each other. Where nobody has subscribed nothing is to be done.
CREATE FUNCTION "raise_alerts"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    events JSON;
BEGIN
    IF EXISTS (SELECT FROM "subscription") THEN
        SELECT json_agg(id::text ORDER BY id) INTO events FROM "added"
        WHERE type IN ('model_version.published', 'alias.moved', 'deployment.recorded', 'subscription.disabled');
        IF events IS NOT NULL THEN
            PERFORM "graphile_worker".add_job('raise', json_build_object('events', events),
                queue_name := 'raise', run_at := clock_timestamp());
        END IF;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER "event_raises_alerts" AFTER INSERT ON "event" REFERENCING NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "raise_alerts"();
