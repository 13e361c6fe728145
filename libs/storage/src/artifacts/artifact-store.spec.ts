import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from '@jest/globals';
import { digestOf } from '@sigcat/core';
import { behavesAsArtifactStore } from '../testing/artifact-store-suite';
import { FileArtifactStore } from './file-artifact-store';
import { Spool } from './spool';
import { type SpooledArtifact } from './spooled-artifact';

const made: string[] = [];
const folder = (within = tmpdir()): string => {
  const path = mkdtempSync(join(within, 'sigcat-store-'));
  made.push(path);
  return path;
};
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

/** The uploads in a spool, by the names of their files. */
const uploadsIn = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

/** Another process with an upload under way in a spool. */
async function holdUpload(path: string): Promise<ChildProcess> {
  const script = join(__dirname, '../testing/hold-upload.cjs');
  const child = spawn(process.execPath, ['--conditions=@sigcat/source', script, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

const pathOf = (artifact: SpooledArtifact): string => {
  if ('bytes' in artifact) throw new Error('it has no file');
  return artifact.path;
};
/** Stores bytes that are there as a file. */
const put = async (store: FileArtifactStore, spool: Spool, bytes: Uint8Array): Promise<void> => {
  const artifact = await spool.receive(Readable.from([bytes]));
  if ('bytes' in artifact) throw new Error('it has no file');
  await (await store.stage(artifact)).put();
};

const limits = { maxArtifactBytes: 100, maxInlineBytes: 0 };
const holding = { ...limits, maxInlineBytes: 50 };

behavesAsArtifactStore('an artifact store of files', async () => ({
  store: await FileArtifactStore.open(folder()),
  spool: await Spool.open(folder(), limits),
}));

const otherFileSystem = '/dev/shm';
const isOther = (): boolean => {
  try {
    return statSync(otherFileSystem).dev !== statSync(tmpdir()).dev;
  } catch {
    return false;
  }
};

if (isOther()) {
  behavesAsArtifactStore('an artifact store of files on another file system than its spool', async () => ({
    store: await FileArtifactStore.open(folder()),
    spool: await Spool.open(folder(otherFileSystem), limits),
  }));
} else {
  describe.skip('an artifact store on another file system (skipped: there is no second one)', () => {
    it('works', () => undefined);
  });
}

describe('the spool', () => {
  it('digests what arrives', async () => {
    const spool = await Spool.open(folder(), limits);
    const artifact = await spool.receive(Readable.from([Buffer.from('ab'), Buffer.from('c')]));
    expect(artifact).toMatchObject({ size: 3, digest: digestOf('abc') });
    const source = await artifact.source();
    expect(Buffer.from(await source.read(0, 10)).toString()).toBe('abc');
    await source.close();
  });

  it.each([
    ['nothing arrives', 'empty-artifact', (): Readable => Readable.from([])],
    [
      'too much arrives',
      'artifact-too-large',
      (): Readable => Readable.from([Buffer.alloc(60), Buffer.alloc(60)]),
    ],
    [
      'the sender goes away',
      'upload-incomplete',
      (): Readable =>
        Readable.from(
          (async function* () {
            yield Buffer.alloc(10);
            await Promise.resolve();
            throw new Error('aborted');
          })(),
        ),
    ],
  ])('keeps nothing when %s', async (_, code, body) => {
    const path = folder();
    const spool = await Spool.open(path, limits);
    await expect(spool.receive(body())).rejects.toMatchObject({ code });
    expect(uploadsIn(path)).toEqual([]);
  });

  it('says that the disk is gone', async () => {
    const path = folder();
    const spool = await Spool.open(path, limits);
    rmSync(path, { recursive: true });
    await expect(spool.receive(Readable.from([Buffer.from('x')]))).rejects.toMatchObject({
      code: 'storage-unavailable',
    });
  });

  it('holds what is small, and files all of what is not', async () => {
    const path = folder();
    const spool = await Spool.open(path, holding);
    const small = await spool.receive(Readable.from([Buffer.alloc(20, 'a'), Buffer.alloc(30, 'b')]));
    expect(small).toMatchObject({ size: 50, bytes: Buffer.from('a'.repeat(20) + 'b'.repeat(30)) });
    const source = await small.source();
    expect(Buffer.from(await source.read(19, 2)).toString()).toBe('ab');
    await source.close();
    await small.discard();
    expect(readdirSync(path)).toEqual([]);
    const large = await spool.receive(Readable.from([Buffer.alloc(20, 'a'), Buffer.alloc(31, 'b')]));
    expect(uploadsIn(path)).toEqual([basename(pathOf(large))]);
    expect(readFileSync(pathOf(large), 'utf8')).toBe('a'.repeat(20) + 'b'.repeat(31));
    await spool.close();
  });

  it('is left alone by others while its process lives, and leaves nothing when it is closed', async () => {
    const path = folder();
    const spool = await Spool.open(path, limits);
    const artifact = await spool.receive(Readable.from([Buffer.from('x')]));
    const other = await Spool.open(path, limits);
    expect(await other.sweep(-1)).toBe(0);
    expect(uploadsIn(path)).toEqual([basename(pathOf(artifact))]);
    await spool.close();
    expect(readdirSync(path)).toEqual([]);
    await (await (await spool.receive(Readable.from([Buffer.from('y')]))).source()).close();
    await spool.close();
  });

  it('is swept at once of what a killed process left, however long its path is', async () => {
    const path = join(folder(), 'long'.repeat(40));
    const spool = await Spool.open(path, limits);
    const artifact = await spool.receive(Readable.from([Buffer.from('x')]));
    const children = await Promise.all([holdUpload(path), holdUpload(path)]);
    expect(uploadsIn(path)).toHaveLength(3);
    expect(await spool.sweep(60_000)).toBe(0);
    for (const child of children) {
      child.kill('SIGKILL');
      await once(child, 'exit');
      const sweeps = await Promise.all([spool.sweep(60_000), spool.sweep(60_000)]);
      expect(Math.max(...sweeps)).toBe(1);
    }
    expect(uploadsIn(path)).toEqual([basename(pathOf(artifact))]);
    await spool.close();
    expect(readdirSync(path)).toEqual([]);
  });

  it('is swept by age of what processes of other machines left, which make their folder again', async () => {
    const path = folder();
    const spool = await Spool.open(path, limits);
    const artifact = await spool.receive(Readable.from([Buffer.from('x')]));
    const theirs = join(path, 'another-machine.1');
    const folderOf = dirname(pathOf(artifact));
    renameSync(folderOf, theirs);
    expect(await spool.sweep(60_000)).toBe(0);
    expect(uploadsIn(path)).toHaveLength(1);
    expect(await spool.sweep(-1)).toBe(1);
    expect(readdirSync(path)).toEqual([]);
    const again = await spool.receive(Readable.from([Buffer.from('y')]));
    expect(dirname(pathOf(again))).not.toBe(folderOf);
    await spool.close();
  });
});

describe('an artifact store of files', () => {
  it('removes the copies that a death has cut off, once they are old', async () => {
    const path = folder();
    const store = await FileArtifactStore.open(path);
    mkdirSync(join(path, 'ab'));
    writeFileSync(join(path, 'ab', `${'c'.repeat(62)}.1.part`), 'half');
    await store.claim('ours');
    writeFileSync(join(path, 'catalogue.1.part'), 'half a claim');
    for await (const stored of store.list()) expect(stored).toBeUndefined();
    expect(await store.removeUnfinished(new Date(Date.now() - 60_000))).toBe(0);
    expect(await store.removeUnfinished(new Date(Date.now() + 60_000))).toBe(2);
    expect(readdirSync(path, { recursive: true }).sort()).toEqual(['ab', 'catalogue']);
    expect(await store.claim('theirs')).toBe(false);
  });
});

it('makes its folders again when somebody has cleared them away', async () => {
  const path = folder();
  const store = await FileArtifactStore.open(path);
  const spool = await Spool.open(folder(), limits);
  await put(store, spool, Buffer.from('x'));
  for (const name of readdirSync(path)) rmSync(join(path, name), { recursive: true });
  await put(store, spool, Buffer.from('x'));
  expect(await store.has(digestOf('x'))).toBe(true);
  rmSync(path, { recursive: true });
  await expect(put(store, spool, Buffer.from('x'))).rejects.toMatchObject({ code: 'storage-unavailable' });
});

it('streams a part without reading the whole', async () => {
  const store = await FileArtifactStore.open(folder());
  const spool = await Spool.open(folder(), { maxArtifactBytes: 10_000_000, maxInlineBytes: 0 });
  const bytes = Buffer.alloc(5_000_000, 'abc');
  await put(store, spool, bytes);
  const stream = await store.open(digestOf(bytes), { start: 4_000_000, end: 4_000_001 });
  expect((await buffer(stream)).length).toBe(2);
});
