import { Module } from '@nestjs/common';
import { ArtifactController } from './artifact.controller';
import { GrpcServer } from './facades/grpc-server';
import { OpenInferenceController } from './facades/open-inference.controller';
import { TfServingController } from './facades/tf-serving.controller';
import { ModelsController } from './models.controller';
import { OfferTexts } from './offer-texts';
import { SavedSearchesController } from './saved-searches.controller';
import { SearchController } from './search.controller';
import { SignaturesController } from './signatures.controller';
import { SignatureTexts } from './signature-texts';
import { VersionTexts } from './version-texts';
import { VersionsController } from './versions.controller';

/** All that reads the catalogue, and what it is searched for. */
@Module({
  controllers: [
    ModelsController,
    VersionsController,
    SignaturesController,
    SearchController,
    SavedSearchesController,
    ArtifactController,
    TfServingController,
    OpenInferenceController,
  ],
  providers: [OfferTexts, SignatureTexts, VersionTexts, GrpcServer],
})
export class QueryModule {}
