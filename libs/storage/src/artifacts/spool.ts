import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable } from 'node:stream';
import { type Digest, digestFromBytes } from '@sigcat/core';
import { FileByteSource } from '@sigcat/files';
import { limitExceeded, Problem } from '@sigcat/problems';
import { errorCode } from '../error-code';
import { ProcessFolder } from './process-folder';
import { sweepSpool } from './spool-sweep';
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
 * Where uploads land while they are digested: a folder for each process that uploads, with a file for each
 * upload, which is gone, moved or removed, when the upload ends. What a killed process leaves is swept.
 * Any number of processes may have the same spool.
 */
export class Spool {
  /** Made with the first upload: a service that takes none needs none. */
  private own: Promise<ProcessFolder> | undefined;

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
    let path: string | undefined;
    try {
      const made = await this.create();
      path = made.path;
      try {
        return { path, ...(await this.write(body, made.file)) };
      } finally {
        await made.file.close();
      }
    } catch (error) {
      // What still comes is dropped, so that the sender gets to read the answer.
      body.resume();
      if (path !== undefined) await rm(path, { force: true });
      throw storageProblem(error);
    }
  }

  private async create(): Promise<{ path: string; file: FileHandle }> {
    const own = (this.own ??= this.makeOwn());
    const folder = await own;
    try {
      return await createIn(folder);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
      // Another machine, which cannot know that we live, has swept our folder after a long time of quiet.
      if (this.own === own) {
        this.own = undefined;
        await folder.close();
      }
      return createIn(await (this.own ??= this.makeOwn()));
    }
  }

  private makeOwn(): Promise<ProcessFolder> {
    const making = ProcessFolder.make(this.folder);
    making.catch(() => {
      this.own = undefined;
    });
    return making;
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

  /**
   * Removes what dead processes left: at once where it is certain that they are dead, else (processes on
   * other machines) what is older than `olderThanMs` milliseconds. Resolves to how many uploads that were.
   */
  sweep(olderThanMs: number): Promise<number> {
    return sweepSpool(this.folder, olderThanMs);
  }

  /** Gives up the folder of this process; to be called when no upload is under way any more. */
  async close(): Promise<void> {
    const own = await this.own?.catch(() => undefined);
    this.own = undefined;
    await own?.close();
  }
}

async function createIn({ path: folder }: ProcessFolder): Promise<{ path: string; file: FileHandle }> {
  const path = join(folder, `${randomUUID()}.part`);
  return { path, file: await open(path, 'wx', 0o600) };
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
    // Not destroyed when we have had enough: the sender could not be told why any more.
    for await (const chunk of body.iterator({ destroyOnReturn: false })) yield chunk as Uint8Array;
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
