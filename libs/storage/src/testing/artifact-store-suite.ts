import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { digestOf } from '@sigcat/core';
import { type ArtifactStore } from '../artifacts/artifact-store';
import { type Spool } from '../artifacts/spool';

/** What every artifact store must do; `open` gives a fresh one with a spool in front of it. */
export function behavesAsArtifactStore(
  name: string,
  open: () => Promise<{ store: ArtifactStore; spool: Spool }>,
): void {
  const bytes = Buffer.from('the bytes of a model');
  const digest = digestOf(bytes);
  const arrive = (spool: Spool, content = bytes): ReturnType<Spool['receive']> =>
    spool.receive(Readable.from([content]));

  describe(name, () => {
    it('gives back what was put, whole and in part', async () => {
      const { store, spool } = await open();
      expect(await store.has(digest)).toBe(false);
      await store.put(await arrive(spool));
      expect(await store.has(digest)).toBe(true);
      expect(await buffer(await store.open(digest))).toEqual(bytes);
      expect(await buffer(await store.open(digest, { start: 4, end: 8 }))).toEqual(bytes.subarray(4, 9));
    });

    it('keeps equal bytes once, however often and at once they are put', async () => {
      const { store, spool } = await open();
      const spooled = await Promise.all(Array.from({ length: 8 }, () => arrive(spool)));
      await Promise.all(spooled.map((artifact) => store.put(artifact)));
      await Promise.all(spooled.map((artifact) => spool.discard(artifact)));
      expect(await buffer(await store.open(digest))).toEqual(bytes);
    });

    it('does not have what was never put or is removed', async () => {
      const { store, spool } = await open();
      await expect(store.open(digest)).rejects.toMatchObject({ code: 'artifact-missing' });
      await store.put(await arrive(spool));
      await store.remove(digest);
      await store.remove(digest);
      expect(await store.has(digest)).toBe(false);
      await expect(store.open(digest)).rejects.toMatchObject({ code: 'artifact-missing' });
    });

    it('says that it can store', async () => {
      const { store } = await open();
      await expect(store.check()).resolves.toBeUndefined();
    });
  });
}
