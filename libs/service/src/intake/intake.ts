import { type Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { type Digest } from '@sigcat/core';
import { readArtifact, type ReadModel } from '@sigcat/formats';
import { limitExceeded, Problem } from '@sigcat/problems';
import { checkRoom, Spool, type SpooledArtifact } from '@sigcat/storage';
import { type FastifyRequest } from 'fastify';
import { artifactBody } from '../artifact-body';
import { Metrics } from '../metrics';
import { SETTINGS } from '../runtime.module';
import { type Settings } from '../settings';
import { announcedDigest, verifyDigest } from './repr-digest';
import { checkNames } from './storable-names';
import { UploadSlots } from './upload-slots';

/** An artifact that is about to arrive. */
export interface Arrival {
  readonly body: Readable;
  /** Bytes that the body will have, where the sender says so. */
  readonly announcedSize: number | undefined;
  readonly announcedDigest: Digest | undefined;
}

/** An artifact that has arrived whole, and what it says of its model. */
export interface Arrived {
  readonly artifact: SpooledArtifact;
  readonly content: ReadModel;
}

/** @throws Problem `unsupported-media-type`, `empty-artifact`, `digest-not-supported`. */
export function arrivalOf(
  request: FastifyRequest,
  headers: { readonly 'repr-digest'?: string | undefined },
): Arrival {
  const { 'content-length': size } = request.headers;
  return {
    body: artifactBody(request),
    announcedSize: size === undefined ? undefined : Number(size),
    announcedDigest: announcedDigest(headers['repr-digest']),
  };
}

/** Takes artifacts in, for whatever is to be done with them: spool and digest, then read. */
@Injectable()
export class Intake {
  private readonly slots: UploadSlots;

  constructor(
    @Inject(Spool) private readonly spool: Spool,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {
    this.slots = new UploadSlots(settings.maxUploads);
  }

  /**
   * Hands the artifact to `work` once it has been read; what comes of that is counted. Whatever happens, nothing
   * stays in the spool. A large artifact is turned away before it arrives where a folder in `keptIn`, or the spool,
   * has no room for it.
   * @throws Problem about the bytes, `too-many-uploads`, and what `work` throws.
   */
  async take<T extends { readonly outcome: string }>(
    arrival: Arrival,
    keptIn: readonly string[],
    work: (arrived: Arrived) => Promise<T>,
  ): Promise<T> {
    try {
      const done = await this.slots.during(() => this.receive(arrival, keptIn, work));
      this.metrics.uploads.inc({ outcome: done.outcome });
      return done;
    } catch (error) {
      this.metrics.uploads.inc({ outcome: error instanceof Problem ? error.code : 'internal-error' });
      throw error;
    }
  }

  private async receive<T>(
    arrival: Arrival,
    keptIn: readonly string[],
    work: (arrived: Arrived) => Promise<T>,
  ): Promise<T> {
    await this.checkSize(arrival.announcedSize ?? 0, keptIn);
    const artifact = await this.spool.receive(arrival.body);
    this.metrics.uploadedBytes.inc(artifact.size);
    try {
      verifyDigest(arrival.announcedDigest, artifact.digest);
      const content = await this.read(artifact);
      checkNames(content, this.settings.limits);
      return await work({ artifact, content });
    } finally {
      await artifact.discard();
    }
  }

  /** What cannot be taken whole is turned away before it arrives. */
  private async checkSize(bytes: number, keptIn: readonly string[]): Promise<void> {
    const { maxArtifactBytes, maxInlineBytes, spoolDir } = this.settings;
    if (bytes > maxArtifactBytes) {
      throw limitExceeded('artifact-too-large', `The artifact has ${bytes} bytes`, {
        name: 'maxArtifactBytes',
        value: maxArtifactBytes,
      });
    }
    if (bytes > maxInlineBytes) await checkRoom([spoolDir, ...keptIn], bytes);
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
}
