-- Who offers a signature is told the newest first, so the indexes stand in that order: nothing is left to sort.
ALTER TABLE "latest_signature" DROP CONSTRAINT "latest_signature_pkey",
    ADD CONSTRAINT "latest_signature_pkey" PRIMARY KEY ("version_id", "graph_position", "position");
DROP INDEX "latest_signature_version_id_idx";
CREATE INDEX "latest_signature_offer_idx"
    ON "latest_signature"("signature_id", "version_id" DESC, "graph_position", "position");

ALTER TABLE "alias_signature" DROP CONSTRAINT "alias_signature_pkey",
    ADD CONSTRAINT "alias_signature_pkey" PRIMARY KEY ("alias", "version_id", "graph_position", "position");
CREATE INDEX "alias_signature_offer_idx"
    ON "alias_signature"("alias", "signature_id", "version_id" DESC, "graph_position", "position");

DROP INDEX "version_signature_offer_idx";
CREATE INDEX "version_signature_offer_idx"
    ON "version_signature"("signature_id", "version_id" DESC, "graph_position", "position");
