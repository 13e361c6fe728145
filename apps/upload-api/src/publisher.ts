import { type Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { type Digest, signaturesToJson } from '@sigcat/core';
import { readArtifact, type ReadModel } from '@sigcat/formats';
import { limitExceeded, Problem } from '@sigcat/problems';
import { Metrics, SETTINGS, type Settings } from '@sigcat/service';
import {
  checkRoom,
  FileArtifactStore,
  type Judge,
  type Judgement,
  type Labels,
  type ModelName,
  type Publication,
  Publishing,
  type Rehearsal,
  Spool,
  type SpooledArtifact,
  type VersionDraft,
} from '@sigcat/storage';
import { gateFor } from './gate';
import { verifyDigest } from './repr-digest';
import { checkNames } from './storable-names';

export interface PublishRequest extends ModelName {
  readonly body: Readable;
  /** Bytes that the body will have, where the sender says so. */
  readonly announcedSize: number | undefined;
  readonly announced: Digest | undefined;
  readonly labels: Labels;
  readonly dryRun: boolean;
  readonly ifExists: 'return' | 'fail' | 'create';
}

export type Published =
  | Exclude<Publication, { readonly outcome: 'refused' }>
  | { readonly outcome: 'rehearsed'; readonly rehearsal: Rehearsal; readonly content: ReadModel };

/** The way of one upload: spool and digest, read, compare, gate, one transaction. */
@Injectable()
export class Publisher {
  constructor(
    @Inject(Spool) private readonly spool: Spool,
    @Inject(FileArtifactStore) private readonly store: FileArtifactStore,
    @Inject(Publishing) private readonly publishing: Publishing,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  /**
   * Whatever happens, nothing stays in the spool.
   * @throws Problem about the bytes, `signature-incompatible`, `version-exists`.
   */
  async publish(request: PublishRequest): Promise<Published> {
    try {
      const published = await this.take(request);
      this.metrics.uploads.inc({ outcome: published.outcome });
      return published;
    } catch (error) {
      this.metrics.uploads.inc({ outcome: error instanceof Problem ? error.code : 'internal-error' });
      throw error;
    }
  }

  private async take(request: PublishRequest): Promise<Published> {
    await this.checkSize(request.announcedSize ?? 0);
    const artifact = await this.spool.receive(request.body);
    this.metrics.uploadedBytes.inc(artifact.size);
    try {
      verifyDigest(request.announced, artifact.digest);
      const content = await this.read(artifact);
      checkNames(content, this.settings.limits);
      const draft: VersionDraft = { ...request, artifact, content };
      return await this.decide(request, draft, artifact);
    } finally {
      await artifact.discard();
    }
  }

  /** What cannot be taken whole is turned away before it arrives. */
  private async checkSize(bytes: number): Promise<void> {
    const { maxArtifactBytes, maxInlineBytes, spoolDir, artifactDir } = this.settings;
    if (bytes > maxArtifactBytes) {
      throw limitExceeded('artifact-too-large', `The artifact has ${bytes} bytes`, {
        name: 'maxArtifactBytes',
        value: maxArtifactBytes,
      });
    }
    if (bytes > maxInlineBytes) await checkRoom([spoolDir, artifactDir], bytes);
  }

  private async read(artifact: SpooledArtifact): Promise<ReadModel> {
    const source = await artifact.source();
    const stop = this.metrics.readingSeconds.startTimer();
    try {
      return await readArtifact({ source }, this.settings.limits);
    } finally {
      stop();
      await source.close();
    }
  }

  private async publishDraft(
    draft: VersionDraft,
    gate: Judge,
    repeat: boolean,
    artifact: SpooledArtifact,
  ): Promise<Publication> {
    if ('bytes' in artifact) return this.publishing.publish(draft, gate, { repeat });
    const staged = await this.store.stage(artifact);
    try {
      return await this.publishing.publish(draft, gate, { repeat, store: () => staged.put() });
    } finally {
      await staged.discard();
    }
  }

  private count({ verdict, refused }: Judgement): void {
    this.metrics.verdicts.inc({ verdict, refused: String(refused) });
  }

  private async decide(
    request: PublishRequest,
    draft: VersionDraft,
    artifact: SpooledArtifact,
  ): Promise<Published> {
    const { dryRun, ifExists } = request;
    const gate = gateFor(draft.content);
    const repeat = ifExists === 'create';
    if (dryRun) {
      const rehearsal = await this.publishing.rehearse(draft, gate, { repeat });
      return { outcome: 'rehearsed', rehearsal, content: draft.content };
    }
    const publication = await this.publishDraft(draft, gate, repeat, artifact);
    if (publication.outcome !== 'existing') this.count(publication.judgement);
    if (publication.outcome === 'refused') throw incompatible(request, publication);
    if (publication.outcome === 'existing' && ifExists === 'fail') throw exists(request, publication.number);
    return publication;
  }
}

function incompatible(
  { namespace, model }: ModelName,
  { number, judgement }: Publication & { judgement: Judgement },
): Problem {
  const { report } = judgement;
  const findings = report['findings'] as readonly unknown[];
  const baseline = String(report['baseline_version']);
  const counts = report['counts'] as { readonly error: number };
  const detail = `Version ${number} of ${namespace}/${model} would break callers of version ${baseline}: ${counts.error} ${counts.error === 1 ? 'error' : 'errors'}.`;
  return new Problem('signature-incompatible', detail, { report, findings });
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
