import { Controller, Inject, UseFilters } from '@nestjs/common';
import { type facades, operations } from '@sigcat/contracts';
import { tfServingSignatureDefs } from '@sigcat/formats';
import { Given, type Input, Route } from '@sigcat/service';
import { type VersionSelector, Versions } from '@sigcat/storage';
import { type z } from 'zod';
import { FacadeErrors } from './facade-errors.filter';
import { versionNumbered } from './model-name';
import { servedVersion } from './served-version';

type Metadata = z.input<typeof facades.tfServingMetadata>;

/** `GetModelMetadata` of TensorFlow Serving's REST API, for stored versions; no model server runs. */
@Controller()
@UseFilters(FacadeErrors)
export class TfServingController {
  constructor(@Inject(Versions) private readonly versions: Versions) {}

  @Route(operations.getTfServingMetadata)
  latest(
    @Given(operations.getTfServingMetadata) { params }: Input<typeof operations.getTfServingMetadata>,
  ): Promise<Metadata> {
    return this.metadata(params.model, { by: 'latest' });
  }

  @Route(operations.getTfServingVersionMetadata)
  byVersion(
    @Given(operations.getTfServingVersionMetadata)
    { params }: Input<typeof operations.getTfServingVersionMetadata>,
  ): Promise<Metadata> {
    return this.metadata(params.model, {
      by: 'number',
      number: versionNumbered(params.model, params.version),
    });
  }

  @Route(operations.getTfServingLabelMetadata)
  byLabel(
    @Given(operations.getTfServingLabelMetadata)
    { params }: Input<typeof operations.getTfServingLabelMetadata>,
  ): Promise<Metadata> {
    return this.metadata(params.model, { by: 'alias', alias: params.label });
  }

  private async metadata(name: string, selector: VersionSelector): Promise<Metadata> {
    const { number, native } = await servedVersion(this.versions, name, selector);
    return {
      model_spec: { name, signature_name: '', version: String(number) },
      metadata: {
        signature_def: { signature_def: tfServingSignatureDefs(native) },
      },
    };
  }
}
