import { Controller, Inject, UseFilters } from '@nestjs/common';
import { type facades, operations } from '@sigcat/contracts';
import { tagSetText } from '@sigcat/core';
import { tfServingSignatureDefs } from '@sigcat/formats';
import { Problem } from '@sigcat/problems';
import { Given, type Input, Route } from '@sigcat/service';
import { type NativeGraph, type VersionSelector, Versions } from '@sigcat/storage';
import { type z } from 'zod';
import { FacadeErrors } from './facade-errors.filter';
import { modelNamed, versionNumbered } from './model-name';

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
    const { number, format, graphs } = await this.versions.getNative(modelNamed(name), selector);
    if (format !== 'saved-model') {
      throw new Problem(
        'not-representable',
        `${name}@${number} is no SavedModel: TensorFlow Serving cannot serve it.`,
      );
    }
    return {
      model_spec: { name, signature_name: '', version: String(number) },
      metadata: {
        signature_def: { signature_def: tfServingSignatureDefs(served(graphs, `${name}@${number}`).native) },
      },
    };
  }
}

/** The graph that TensorFlow Serving loads: the one tagged `serve`, or the only one. */
function served(graphs: readonly NativeGraph[], version: string): NativeGraph {
  const [first, ...others] = graphs;
  const graph =
    graphs.find(({ tagSet }) => tagSetText(tagSet) === 'serve') ?? (others.length === 0 ? first : undefined);
  if (!graph) throw new Problem('not-representable', `${version} has no graph tagged serve.`);
  return graph;
}
