import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { digestOf } from '@sigcat/core';
import { type ArtifactStore, type StoredArtifact } from '../artifacts/artifact-store';
import { type Spool } from '../artifacts/spool';
import { type FiledArtifact } from '../artifacts/spooled-artifact';

/** What every artifact store must do; `open` gives a fresh one with a spool in front of it. */
export function behavesAsArtifactStore(
  name: string,
  open: () => Promise<{ store: ArtifactStore; spool: Spool }>,
): void {
  const bytes = Buffer.from('the bytes of a model');
  const digest = digestOf(bytes);
  const later = (): Date => new Date(Date.now() + 60_000);
  const arrive = async (spool: Spool, content = bytes): Promise<FiledArtifact> => {
    const artifact = await spool.receive(Readable.from([content]));
    if ('bytes' in artifact) throw new Error('the spool holds what it should file');
    return artifact;
  };
  const put = async (store: ArtifactStore, artifact: FiledArtifact): Promise<void> => {
    const staged = await store.stage(artifact);
    await staged.put();
    await staged.discard();
  };

  describe(name, () => {
    it('gives back what was put, whole and in part', async () => {
      const { store, spool } = await open();
      expect(await store.has(digest)).toBe(false);
      await put(store, await arrive(spool));
      expect(await store.has(digest)).toBe(true);
      expect(await buffer(await store.open(digest))).toEqual(bytes);
      expect(await buffer(await store.open(digest, { start: 4, end: 8 }))).toEqual(bytes.subarray(4, 9));
    });

    it('takes what was staged, and leaves nothing of what was staged and not put', async () => {
      const { store, spool } = await open();
      const artifact = await arrive(spool);
      const givenUp = await store.stage(artifact);
      await givenUp.discard();
      await artifact.discard();
      expect(await store.has(digest)).toBe(false);
      const again = await arrive(spool);
      const staged = await store.stage(again);
      await staged.put();
      for (const each of [staged, again]) await each.discard();
      expect(await buffer(await store.open(digest))).toEqual(bytes);
      expect(await store.removeUnfinished(new Date(Date.now() + 60_000))).toBe(0);
    });

    it('keeps equal bytes once, however often and at once they are put', async () => {
      const { store, spool } = await open();
      const spooled = await Promise.all(Array.from({ length: 8 }, () => arrive(spool)));
      await Promise.all(spooled.map((artifact) => put(store, artifact)));
      await Promise.all(spooled.map((artifact) => artifact.discard()));
      expect(await buffer(await store.open(digest))).toEqual(bytes);
    });

    it('stores bytes that went away after they were found there', async () => {
      const { store, spool } = await open();
      await put(store, await arrive(spool));
      const staged = await store.stage(await arrive(spool));
      await store.remove(digest, later());
      await staged.put();
      expect(await buffer(await store.open(digest))).toEqual(bytes);
    });

    it('does not have what was never put or is removed', async () => {
      const { store, spool } = await open();
      await expect(store.open(digest)).rejects.toMatchObject({ code: 'artifact-missing' });
      await put(store, await arrive(spool));
      expect(await store.remove(digest, later())).toBe(true);
      expect(await store.remove(digest, later())).toBe(false);
      expect(await store.has(digest)).toBe(false);
      await expect(store.open(digest)).rejects.toMatchObject({ code: 'artifact-missing' });
    });

    it('tells what it has and since when, and removes nothing that was put again since', async () => {
      const { store, spool } = await open();
      const list = async (): Promise<StoredArtifact[]> => {
        const all: StoredArtifact[] = [];
        for await (const stored of store.list()) all.push(stored);
        return all;
      };
      expect(await list()).toEqual([]);
      await put(store, await arrive(spool));
      const [first] = await list();
      expect(first).toMatchObject({ digest });
      await new Promise((resolve) => setTimeout(resolve, 20));
      const between = new Date();
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(first?.putAt.getTime()).toBeLessThan(between.getTime());
      await put(store, await arrive(spool));
      await put(store, await arrive(spool, Buffer.from('others')));
      const second = (await list()).find((stored) => stored.digest === digest);
      expect(second?.putAt.getTime()).toBeGreaterThan(between.getTime());
      expect(await store.remove(digest, between)).toBe(false);
      expect(await store.removeUnfinished(later())).toBe(0);
      expect(await list()).toHaveLength(2);
    });

    it('belongs to the first catalogue that claims it', async () => {
      const { store, spool } = await open();
      expect(await store.claim('one')).toBe(true);
      expect(await store.claim('other')).toBe(false);
      expect(await store.claim('one')).toBe(true);
      await put(store, await arrive(spool));
      const listed = [];
      for await (const artifact of store.list()) listed.push(artifact.digest);
      expect(listed).toEqual([digest]);
    });

    it('says that it can store', async () => {
      const { store } = await open();
      await expect(store.check()).resolves.toBeUndefined();
    });
  });
}
