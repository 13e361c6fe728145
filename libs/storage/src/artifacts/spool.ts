import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable } from 'node:stream';
import { type Digest, digestFromBytes } from '@sigcat/core';
import { FileByteSource } from '@sigcat/files';
import { limitExceeded, Problem } from '@sigcat/problems';
import { storageProblem } from './storage-problem';

/** An artifact that has arrived whole, is on disk and synced, but belongs to no version yet. */
export interface SpooledArtifact {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly digest: Digest;
}

export interface SpoolLimits {
  /** Bytes of one artifact. */
  readonly maxArtifactBytes: number;
}

/**
 * Where uploads land while they are digested. A file here belongs to one upload of one process and is
 * gone, moved or removed, when the upload ends; what a killed process leaves is swept.
 */
export class Spool {
  private constructor(
    private readonly folder: string,
    private readonly limits: SpoolLimits,
  ) {}

  static async open(folder: string, limits: SpoolLimits): Promise<Spool> {
    await mkdir(folder, { recursive: true });
    return new Spool(folder, limits);
  }

  /**
   * Writes a stream to the spool, digesting it on the way; holds one chunk in memory at a time. On any
   * failure nothing is left behind.
   * @throws Problem `artifact-too-large`, `empty-artifact`, `upload-incomplete`, `storage-full` or
   * `storage-unavailable`.
   */
  async receive(body: Readable): Promise<SpooledArtifact> {
    const path = join(this.folder, `${randomUUID()}.part`);
    try {
      const file = await open(path, 'wx', 0o600);
      try {
        return { path, ...(await this.write(body, file)) };
      } finally {
        await file.close();
      }
    } catch (error) {
      body.destroy();
      await rm(path, { force: true });
      throw storageProblem(error);
    }
  }

  private async write(body: Readable, file: FileHandle): Promise<{ size: number; digest: Digest }> {
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of arriving(body)) {
      size += chunk.length;
      if (size > this.limits.maxArtifactBytes) {
        throw limitExceeded('artifact-too-large', 'The artifact is too large', {
          name: 'maxArtifactBytes',
          value: this.limits.maxArtifactBytes,
        });
      }
      hash.update(chunk);
      await writeAll(file, chunk);
    }
    if (size === 0) throw new Problem('empty-artifact', 'The request has no body.');
    await file.sync();
    return { size, digest: digestFromBytes(hash.digest()) };
  }

  async source(artifact: SpooledArtifact): Promise<FileByteSource> {
    return FileByteSource.open(artifact.path).catch((error: unknown) => {
      throw storageProblem(error);
    });
  }

  /** Forgets an artifact, wherever it has got to. */
  async discard(artifact: SpooledArtifact): Promise<void> {
    await rm(artifact.path, { force: true });
  }

  /** Removes what is older than `olderThanMs` milliseconds; resolves to how many files that were. */
  async sweep(olderThanMs: number): Promise<number> {
    let swept = 0;
    for (const name of await readdir(this.folder)) {
      const path = join(this.folder, name);
      const changed = await stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => Infinity, // Its own upload removed it meanwhile.
      );
      if (!name.endsWith('.part') || Date.now() - changed < olderThanMs) continue;
      await rm(path, { force: true });
      swept++;
    }
    return swept;
  }
}

/** A write may take fewer bytes than it was given. */
async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.length;) {
    written += (await file.write(chunk, written)).bytesWritten;
  }
}

/** The chunks of a body; a body that breaks off is the sender's problem, not the store's. */
async function* arriving(body: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) yield chunk as Uint8Array;
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(
      'upload-incomplete',
      'The connection closed before the whole artifact had arrived.',
      {},
      { cause: error },
    );
  }
}
