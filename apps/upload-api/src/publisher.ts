import { Inject, Injectable } from '@nestjs/common';
import { signaturesToJson } from '@sigcat/core';
import { type ReadModel } from '@sigcat/formats';
import { Problem } from '@sigcat/problems';
import { type Arrived, Metrics, SETTINGS, type Settings } from '@sigcat/service';
import {
  FileArtifactStore,
  type Judge,
  type Labels,
  type ModelName,
  type Publication,
  Publishing,
  type Rehearsal,
  type SpooledArtifact,
  type VersionDraft,
} from '@sigcat/storage';
import { gateWithin } from './gate';
import { refusal } from './refusal';

export interface PublishRequest extends ModelName {
  readonly labels: Labels;
  readonly dryRun: boolean;
  readonly ifExists: 'return' | 'fail' | 'create';
  /** With `dryRun`: fingerprints of findings that are to be approved. */
  readonly approving: readonly string[];
}

export type Published =
  | Exclude<Publication, { readonly outcome: 'refused' }>
  | { readonly outcome: 'rehearsed'; readonly rehearsal: Rehearsal; readonly content: ReadModel };

/** Makes versions of artifacts that have arrived: compare, gate, store, one statement. */
@Injectable()
export class Publisher {
  private readonly gate: Judge;

  constructor(
    @Inject(FileArtifactStore) private readonly store: FileArtifactStore,
    @Inject(Publishing) private readonly publishing: Publishing,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.gate = gateWithin(settings.proofLimits);
  }

  /** @throws Problem `signature-incompatible`, `version-exists`. */
  async publish(request: PublishRequest, { artifact, content }: Arrived): Promise<Published> {
    const { dryRun, ifExists, approving } = request;
    const draft: VersionDraft = { ...request, artifact, content };
    const repeat = ifExists === 'create';
    if (dryRun) {
      const rehearsal = await this.publishing.rehearse(draft, this.gate, { repeat, approving });
      return { outcome: 'rehearsed', rehearsal, content };
    }
    const publication = await this.publishDraft(draft, repeat, artifact);
    if (publication.outcome !== 'existing') this.metrics.countVerdict(publication.judgement);
    if (publication.outcome === 'refused') throw refusal(request, publication.number, publication.judgement);
    if (publication.outcome === 'existing' && ifExists === 'fail') throw exists(request, publication.number);
    return publication;
  }

  private async publishDraft(
    draft: VersionDraft,
    repeat: boolean,
    artifact: SpooledArtifact,
  ): Promise<Publication> {
    if ('bytes' in artifact) return this.publishing.publish(draft, this.gate, { repeat });
    const staged = await this.store.stage(artifact);
    try {
      return await this.publishing.publish(draft, this.gate, { repeat, store: () => staged.put() });
    } finally {
      await staged.discard();
    }
  }
}

function exists({ namespace, model }: ModelName, version: number): Problem {
  const detail = `${namespace}/${model}@${version} has the same bytes.`;
  return new Problem('version-exists', detail, { namespace, model, version });
}

/** What a rehearsal answers. */
export function rehearsalAnswer(rehearsal: Rehearsal, content: ReadModel): object {
  return {
    dry_run: true,
    outcome: rehearsal.outcome,
    version: rehearsal.number,
    ...signaturesToJson(content),
    report: rehearsal.outcome === 'existing' ? null : rehearsal.judgement.report,
  };
}
