import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable } from 'node:stream';
import { type Digest, digestFromBytes } from '@sigcat/core';
import { FileByteSource } from '@sigcat/files';
import { BufferSource } from '@sigcat/formats';
import { limitExceeded, Problem } from '@sigcat/problems';
import { errorCode } from '../error-code';
import { ProcessFolder } from './process-folder';
import { removeFile } from './remove-file';
import { sweepSpool } from './spool-sweep';
import { type FiledArtifact, type HeldArtifact, type SpooledArtifact } from './spooled-artifact';
import { storageProblem } from './storage-problem';

export interface SpoolLimits {
  /** Bytes of one artifact. */
  readonly maxArtifactBytes: number;
  /** An upload of no more bytes is held in memory and gets no file. */
  readonly maxInlineBytes: number;
}

/** A file of the spool. */
interface SpoolFile {
  readonly path: string;
  readonly file: FileHandle;
}

/**
 * Where uploads land while they are digested: a folder for each process that uploads, with a file for each
 * upload that is not small, which is gone, moved or removed, when the upload ends. What a killed process leaves is swept.
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
   * Takes a stream in, digesting it on the way; holds one chunk of it in memory at a time, or all of it as long as
   * it is small. On any failure nothing is left behind.
   * @throws Problem `artifact-too-large`, `empty-artifact`, `upload-incomplete`, `storage-full` or
   * `storage-unavailable`.
   */
  async receive(body: Readable): Promise<SpooledArtifact> {
    const hash = createHash('sha256');
    const chunks: Uint8Array[] = [];
    let size = 0;
    let spooled: SpoolFile | undefined;
    try {
      for await (const chunk of arriving(body)) {
        size += chunk.length;
        if (size > this.limits.maxArtifactBytes) throw this.tooLarge();
        chunks.push(chunk);
        if (size > this.limits.maxInlineBytes) spooled ??= await this.create();
        // The disk has the chunk while it is digested.
        const writing = spooled && writeAll(spooled.file, chunks.splice(0));
        hash.update(chunk);
        await writing;
      }
      if (size === 0) throw new Problem('empty-artifact', 'The request has no body.');
      await spooled?.file.sync();
      const digest = digestFromBytes(hash.digest());
      return spooled ? filed(size, digest, spooled.path) : held(size, digest, Buffer.concat(chunks));
    } catch (error) {
      // What still comes is dropped, so that the sender gets to read the answer.
      body.resume();
      if (spooled) await removeFile(spooled.path);
      throw storageProblem(error);
    } finally {
      await spooled?.file.close();
    }
  }

  private tooLarge(): Problem {
    const value = this.limits.maxArtifactBytes;
    return limitExceeded('artifact-too-large', 'The artifact is too large', {
      name: 'maxArtifactBytes',
      value,
    });
  }

  private async create(): Promise<SpoolFile> {
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

function held(size: number, digest: Digest, bytes: Uint8Array): HeldArtifact {
  const done = (): Promise<void> => Promise.resolve();
  return {
    size,
    digest,
    bytes,
    source: () => Promise.resolve(Object.assign(new BufferSource(bytes), { close: done })),
    discard: done,
  };
}

function filed(size: number, digest: Digest, path: string): FiledArtifact {
  return {
    size,
    digest,
    path,
    source: () =>
      FileByteSource.open(path).catch((error: unknown) => {
        throw storageProblem(error);
      }),
    discard: () => removeFile(path),
  };
}

async function createIn({ path: folder }: ProcessFolder): Promise<SpoolFile> {
  const path = join(folder, `${randomUUID()}.part`);
  return { path, file: await open(path, 'wx', 0o600) };
}

/** A write may take fewer bytes than it was given. */
async function writeAll(file: FileHandle, chunks: readonly Uint8Array[]): Promise<void> {
  for (const chunk of chunks) {
    for (let written = 0; written < chunk.length;) {
      written += (await file.write(chunk, written)).bytesWritten;
    }
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
