import { randomUUID } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import {
  access,
  constants,
  copyFile,
  link,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable } from 'node:stream';
import { type Digest } from '@sigcat/core';
import { Problem } from '@sigcat/problems';
import { type ArtifactStore, type ByteRange, type StoredArtifact } from './artifact-store';
import { filesBelow } from './stored-files';
import { type SpooledArtifact } from './spool';
import { errorCode } from '../error-code';
import { storageProblem } from './storage-problem';

/** What a copy is called until it is whole. */
const copySuffix = '.part';

/** Artifacts as files: `ab/cdef…` below a folder, by the hexadecimal digits of their digest. */
export class FileArtifactStore implements ArtifactStore {
  /** Folders whose names are known to be durable. */
  private readonly synced = new Set<string>();

  private constructor(private readonly folder: string) {}

  static async open(folder: string): Promise<FileArtifactStore> {
    await mkdir(folder, { recursive: true });
    return new FileArtifactStore(folder);
  }

  async stage(artifact: SpooledArtifact): Promise<SpooledArtifact> {
    const path = this.pathOf(artifact.digest);
    try {
      const [spool, store] = await Promise.all([stat(artifact.path), stat(this.folder)]);
      if (spool.dev === store.dev || (await this.has(artifact.digest))) return artifact;
      await this.makeFolder(dirname(path));
      return { ...artifact, path: await copySynced(artifact.path, path) };
    } catch (error) {
      throw storageProblem(error);
    }
  }

  async put(artifact: SpooledArtifact): Promise<void> {
    const path = this.pathOf(artifact.digest);
    try {
      if (!(await this.renew(path))) {
        await this.makeFolder(dirname(path));
        await moveFile(artifact.path, path);
      }
      // Also when the bytes were there: whoever moved them may have died before this.
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

  async *list(): AsyncGenerator<StoredArtifact> {
    for await (const { path, digest, changed } of filesBelow(this.folder)) {
      if (digest !== undefined && path === this.pathOf(digest)) yield { digest, putAt: changed };
    }
  }

  /** Without a wait between looking and removing, in which the bytes might be put again. */
  remove(digest: Digest, before: Date): Promise<boolean> {
    const path = this.pathOf(digest);
    try {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (!stats || stats.mtimeMs >= before.getTime()) return Promise.resolve(false);
      rmSync(path);
      return Promise.resolve(true);
    } catch (error) {
      return isMissing(error) ? Promise.resolve(false) : Promise.reject(storageProblem(error));
    }
  }

  async removeUnfinished(before: Date): Promise<number> {
    let removed = 0;
    for await (const { path, changed } of filesBelow(this.folder)) {
      if (!path.endsWith(copySuffix) || changed >= before) continue;
      await rm(path, { force: true });
      removed++;
    }
    return removed;
  }

  async claim(catalogueId: string): Promise<boolean> {
    const path = join(this.folder, 'catalogue');
    const draft = `${path}.${randomUUID()}${copySuffix}`;
    try {
      // It appears whole or not at all: a process that dies here must not leave a store that nobody can claim.
      await writeFile(draft, catalogueId, { flag: 'wx', flush: true });
      await link(draft, path).catch((error: unknown) => {
        if (errorCode(error) !== 'EEXIST') throw error;
      });
      await syncFolder(this.folder);
      return (await readFile(path, 'utf8')) === catalogueId;
    } catch (error) {
      throw storageProblem(error);
    } finally {
      await rm(draft, { force: true });
    }
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

  /**
   * Makes a folder whose name is durable when this resolves, also if it was somebody else who made it. The one
   * around it must be there: a store that is away is not made anew.
   */
  private async makeFolder(folder: string): Promise<void> {
    await mkdir(folder).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
    if (this.synced.has(folder)) return;
    await syncFolder(this.folder);
    this.synced.add(folder);
  }

  private pathOf(digest: Digest): string {
    const hex = digest.slice('sha-256:'.length);
    return join(this.folder, hex.slice(0, 2), hex.slice(2));
  }
}

/** Moves a synced file; across file systems by a synced copy that appears under its name only when whole. */
async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (errorCode(error) !== 'EXDEV') throw error;
    await rename(await copySynced(from, to), to);
    await rm(from, { force: true });
  }
}

/** Copies a file to a place beside `to`; resolves to that place. A copy that fails leaves nothing. */
async function copySynced(from: string, to: string): Promise<string> {
  const copy = `${to}.${randomUUID()}${copySuffix}`;
  try {
    await copyFile(from, copy, constants.COPYFILE_EXCL);
    await syncFile(copy);
    return copy;
  } catch (error) {
    await rm(copy, { force: true });
    throw error;
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
