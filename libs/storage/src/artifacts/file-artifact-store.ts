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
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable } from 'node:stream';
import { type Digest } from '@sigcat/core';
import { Problem } from '@sigcat/problems';
import {
  type ArtifactStore,
  type ByteRange,
  type StagedArtifact,
  type StoredArtifact,
} from './artifact-store';
import { errorCode } from '../error-code';
import { removeFile } from './remove-file';
import { type FiledArtifact } from './spooled-artifact';
import { storageProblem } from './storage-problem';
import { filesBelow } from './stored-files';

/** What a copy is called until it is whole. */
const copySuffix = '.part';

/** Artifacts as files: `ab/cdef…` below a folder, by the hexadecimal digits of their digest. */
export class FileArtifactStore implements ArtifactStore {
  /** Folders whose names are known to be durable. */
  private readonly synced = new Set<string>();
  /** Whether folders of uploads are on the store's file system. */
  private readonly spools = new Map<string, boolean>();

  private constructor(private readonly folder: string) {}

  static async open(folder: string): Promise<FileArtifactStore> {
    await mkdir(folder, { recursive: true });
    return new FileArtifactStore(folder);
  }

  async stage(artifact: FiledArtifact): Promise<StagedArtifact> {
    const path = this.pathOf(artifact.digest);
    try {
      const from = artifact.path;
      if (await this.isOnOurs(from)) {
        return { put: () => this.moveIn(from, path), discard: () => Promise.resolve() };
      }
      if (await this.has(artifact.digest)) {
        return { put: () => this.renewOrCopy(from, path), discard: () => Promise.resolve() };
      }
      await this.makeFolder(dirname(path));
      const copy = await copySynced(from, path);
      return { put: () => this.moveIn(copy, path), discard: () => removeFile(copy) };
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
      await removeFile(path);
      removed++;
    }
    return removed;
  }

  async claim(catalogueId: string): Promise<boolean> {
    const path = join(this.folder, 'catalogue');
    const draft = `${path}.${randomUUID()}${copySuffix}`;
    try {
      const owner = await readFile(path, 'utf8').catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
      if (owner !== undefined) return owner === catalogueId;
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
      await removeFile(draft);
    }
  }

  async check(): Promise<void> {
    await access(this.folder, constants.R_OK | constants.W_OK | constants.X_OK).catch((error: unknown) => {
      throw storageProblem(error);
    });
  }

  /** Whether a file of the spool can simply be renamed into the store. */
  private async isOnOurs(file: string): Promise<boolean> {
    const spool = dirname(file);
    let known = this.spools.get(spool);
    if (known === undefined) {
      const [theirs, ours] = await Promise.all([stat(spool), stat(this.folder)]);
      known = theirs.dev === ours.dev;
      this.spools.set(spool, known);
    }
    return known;
  }

  /** Also where the bytes are there: it makes them the bytes just put, which no sweep of unused ones takes now. */
  private async moveIn(from: string, path: string): Promise<void> {
    const folder = dirname(path);
    try {
      await this.makeFolder(folder);
      await rename(from, path).catch(async (error: unknown) => {
        // Somebody may have cleared the folder away since we made it.
        if (!isMissing(error) || !this.synced.delete(folder)) throw error;
        await this.makeFolder(folder);
        await rename(from, path);
      });
      await syncFolder(folder);
    } catch (error) {
      throw storageProblem(error);
    }
  }

  /** The bytes were there a moment ago; should they be swept by now, they come the long way. */
  private async renewOrCopy(from: string, path: string): Promise<void> {
    try {
      const now = new Date();
      await utimes(path, now, now);
      // Whoever moved them may have died before this.
      await syncFolder(dirname(path));
    } catch (error) {
      if (!isMissing(error)) throw storageProblem(error);
      await this.moveIn(await copySynced(from, path), path);
    }
  }

  /**
   * Makes a folder whose name is durable when this resolves, also if it was somebody else who made it. The one
   * around it must be there: a store that is away is not made anew.
   */
  private async makeFolder(folder: string): Promise<void> {
    if (this.synced.has(folder)) return;
    await mkdir(folder).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
    await syncFolder(this.folder);
    this.synced.add(folder);
  }

  private pathOf(digest: Digest): string {
    const hex = digest.slice('sha-256:'.length);
    return join(this.folder, hex.slice(0, 2), hex.slice(2));
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
    await removeFile(copy);
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
