-- Parts of names of one or two letters make no group of three: they have an index of their own, without which all names
-- are looked at for letters that few have.
CREATE FUNCTION "letter_groups"("text" TEXT) RETURNS TEXT[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN string_to_array("text", NULL)
        || ARRAY(SELECT substr("text", "at", 2) FROM generate_series(1, length("text") - 1) AS "at");
CREATE INDEX "model_letter_groups_idx" ON "model" USING GIN (letter_groups("folded"));
