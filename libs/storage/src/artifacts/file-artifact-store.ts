import { randomUUID } from 'node:crypto';
import { access, constants, copyFile, mkdir, open, rename, rm, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable } from 'node:stream';
import { type Digest } from '@sigcat/core';
import { Problem } from '@sigcat/problems';
import { type ArtifactStore, type ByteRange } from './artifact-store';
import { type SpooledArtifact } from './spool';
import { errorCode } from '../error-code';
import { storageProblem } from './storage-problem';

/** Artifacts as files: `ab/cdef…` below a folder, by the hexadecimal digits of their digest. */
export class FileArtifactStore implements ArtifactStore {
  private constructor(private readonly folder: string) {}

  static async open(folder: string): Promise<FileArtifactStore> {
    await mkdir(folder, { recursive: true });
    return new FileArtifactStore(folder);
  }

  async put(artifact: SpooledArtifact): Promise<void> {
    const path = this.pathOf(artifact.digest);
    try {
      if (await this.renew(path)) return;
      if (await makeFolder(dirname(path))) await syncFolder(this.folder);
      await moveFile(artifact.path, path);
      await syncFolder(dirname(path));
    } catch (error) {
      throw storageProblem(error);
    }
  }

  async open(digest: Digest, range?: ByteRange): Promise<Readable> {
    const path = this.pathOf(digest);
    try {
      const file = await open(path, 'r');
      return file.createReadStream({ ...range, autoClose: true });
    } catch (error) {
      if (isMissing(error)) {
        throw new Problem('artifact-missing', `The bytes of ${digest} are not in the artifact store.`, {
          digest,
        });
      }
      throw storageProblem(error);
    }
  }

  async has(digest: Digest): Promise<boolean> {
    return access(this.pathOf(digest)).then(
      () => true,
      () => false,
    );
  }

  async remove(digest: Digest): Promise<void> {
    await rm(this.pathOf(digest), { force: true }).catch((error: unknown) => {
      throw storageProblem(error);
    });
  }

  async check(): Promise<void> {
    await access(this.folder, constants.R_OK | constants.W_OK | constants.X_OK).catch((error: unknown) => {
      throw storageProblem(error);
    });
  }

  /** Marks the bytes as just put, if they are there, so that no sweep of unused ones takes them now. */
  private async renew(path: string): Promise<boolean> {
    const now = new Date();
    try {
      await utimes(path, now, now);
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  private pathOf(digest: Digest): string {
    const hex = digest.slice('sha-256:'.length);
    return join(this.folder, hex.slice(0, 2), hex.slice(2));
  }
}

/** Resolves to whether the folder had to be made. The one around it must be there: a store that is away is not made anew. */
async function makeFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Moves a synced file; across file systems by a synced copy that appears under its name only when whole. */
async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (errorCode(error) !== 'EXDEV') throw error;
    const copy = `${to}.${randomUUID()}.part`;
    try {
      await copyFile(from, copy, constants.COPYFILE_EXCL);
      await syncFile(copy);
      await rename(copy, to);
    } finally {
      await rm(copy, { force: true });
    }
    await rm(from, { force: true });
  }
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the names in a folder durable. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  return errorCode(error) === 'ENOENT';
}
