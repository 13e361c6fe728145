import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from '@jest/globals';
import { digestOf } from '@sigcat/core';
import { behavesAsArtifactStore } from '../testing/artifact-store-suite';
import { FileArtifactStore } from './file-artifact-store';
import { Spool } from './spool';

const made: string[] = [];
const folder = (within = tmpdir()): string => {
  const path = mkdtempSync(join(within, 'sigcat-store-'));
  made.push(path);
  return path;
};
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

const limits = { maxArtifactBytes: 100 };

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
    const source = await spool.source(artifact);
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
    expect(readdirSync(path)).toEqual([]);
  });

  it('says that the disk is gone', async () => {
    const path = folder();
    const spool = await Spool.open(path, limits);
    rmSync(path, { recursive: true });
    await expect(spool.receive(Readable.from([Buffer.from('x')]))).rejects.toMatchObject({
      code: 'storage-unavailable',
    });
  });

  it('sweeps what is old and leaves what is under way', async () => {
    const spool = await Spool.open(folder(), limits);
    const artifact = await spool.receive(Readable.from([Buffer.from('x')]));
    expect(await spool.sweep(60_000)).toBe(0);
    const source = await spool.source(artifact);
    await source.close();
    expect(await spool.sweep(-1)).toBe(1);
    await expect(spool.source(artifact)).rejects.toMatchObject({ code: 'storage-unavailable' });
  });
});

it('streams a part without reading the whole', async () => {
  const store = await FileArtifactStore.open(folder());
  const spool = await Spool.open(folder(), { maxArtifactBytes: 10_000_000 });
  const bytes = Buffer.alloc(5_000_000, 'abc');
  await store.put(await spool.receive(Readable.from([bytes])));
  const stream = await store.open(digestOf(bytes), { start: 4_000_000, end: 4_000_001 });
  expect((await buffer(stream)).length).toBe(2);
});
