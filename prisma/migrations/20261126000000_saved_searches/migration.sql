-- CreateTable
CREATE TABLE "saved_search" (
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "search" JSON NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_search_pkey" PRIMARY KEY ("name")
);

ALTER TABLE "saved_search"
    ADD CONSTRAINT "saved_search_name_check" CHECK ("name" ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$'),
    ADD CONSTRAINT "saved_search_search_check" CHECK (json_typeof("search") = 'object');
