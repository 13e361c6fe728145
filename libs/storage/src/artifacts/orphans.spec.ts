import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type Digest, digestOf } from '@sigcat/core';
import { createTestDatabase, type TestDatabase } from '@sigcat/test-database';
import { Publishing } from '../catalog/publishing';
import { type VersionDraft } from '../catalog/version-draft';
import { PartsOfNames } from '../catalog/part-of-name';
import { Signatures } from '../catalog/signatures';
import { Removals } from '../catalog/removals';
import { Versions } from '../catalog/versions';
import { Database } from '../database';
import { passes } from '../testing/judges';
import { FileArtifactStore } from './file-artifact-store';
import { sweepOrphans } from './orphans';
import { Spool } from './spool';

/** Whatever has been put is old enough. */
const atOnce = -60_000;
const bytes = Buffer.from('the bytes of a model');
const digest = digestOf(bytes);

let test: TestDatabase;
let database: Database;
let folder: string;
let store: FileArtifactStore;
let spool: Spool;
let publishing: Publishing;

beforeAll(async () => {
  test = await createTestDatabase();
  database = new Database({ url: test.url, poolSize: 8, statementTimeoutMs: 5_000, connectTimeoutMs: 500 });
  publishing = new Publishing(database, new Signatures());
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sigcat-orphans-'));
  store = await FileArtifactStore.open(join(folder, 'artifacts'));
  spool = await Spool.open(join(folder, 'spool'), { maxArtifactBytes: 1_000, maxInlineBytes: 0 });
});

afterEach(async () => {
  await spool.close();
  rmSync(folder, { recursive: true, force: true });
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

const put = async (content: Buffer = bytes): Promise<Digest> => {
  const artifact = await spool.receive(Readable.from([content]));
  if ('bytes' in artifact) throw new Error('it has no file');
  await (await store.stage(artifact)).put();
  return artifact.digest;
};

const draft = (model: string): VersionDraft => ({
  namespace: 'default',
  model,
  artifact: { digest, size: bytes.length },
  content: {
    format: 'saved-model',
    packaging: 'file',
    mainFile: 'saved_model.pb',
    graphs: [],
  },
  labels: {},
});

/** Publishes the bytes; `during` runs when they are stored and not yet committed. */
const publish = (model: string, during: () => Promise<void> = () => Promise.resolve()): Promise<unknown> =>
  publishing.publish(draft(model), passes, {
    repeat: true,
    store: async () => {
      await put();
      await during();
    },
  });

it('go when they are old enough, and what a version has stays', async () => {
  await publish('kept');
  const orphan = await put(Buffer.from('nobody has these'));
  expect(await sweepOrphans(database, store, 60_000)).toBe(0);
  expect(await sweepOrphans(database, store, atOnce)).toBe(1);
  expect(await store.has(orphan)).toBe(false);
  expect(await store.has(digest)).toBe(true);
});

it('go when their versions have been erased', async () => {
  const removals = new Removals(database);
  const model = { namespace: 'default', model: 'kept' };
  await put();
  await removals.remove(model, 1);
  expect(await sweepOrphans(database, store, atOnce)).toBe(0);
  await removals.erase(model, 1);
  expect(await sweepOrphans(database, store, atOnce)).toBe(1);
  expect(await store.has(digest)).toBe(false);
});

it('are left while somebody is about to commit them', async () => {
  let swept: number | undefined;
  await publish('slow', async () => {
    swept = await sweepOrphans(database, store, atOnce);
  });
  expect(swept).toBe(0);
  expect(await store.has(digest)).toBe(true);
});

it('are stored again by whoever comes while they are being removed', async () => {
  await erase('slow');
  await put();
  let publishingMeanwhile: Promise<unknown> | undefined;
  let done = false;
  const slowStore: Pick<FileArtifactStore, 'list' | 'remove'> = {
    list: () => store.list(),
    remove: async (...args) => {
      publishingMeanwhile = publish('later').then(() => {
        done = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(done).toBe(false); // It waits: what it might find in the store is about to go.
      return store.remove(...args);
    },
  };
  expect(await sweepOrphans(database, slowStore, atOnce)).toBe(1);
  await publishingMeanwhile;
  expect(await store.has(digest)).toBe(true);
});

it('are never those of a version, however many publish and sweep at once', async () => {
  for (let round = 0; round < 20; round++) {
    const sweep = async (): Promise<void> => {
      for (let i = 0; i < 5; i++) await sweepOrphans(database, store, atOnce);
    };
    await Promise.all([publish('first'), sweep(), publish('second'), sweep(), publish('third')]);
    expect(await store.has(digest)).toBe(true);
    for (const model of ['first', 'second', 'third']) await erase(model);
  }
});

/** Removes the newest version of a model as a user does, in two steps. */
async function erase(model: string): Promise<void> {
  const versions = new Versions(database, new Signatures(), new PartsOfNames(database));
  const name = { namespace: 'default', model };
  const { number } = await versions.getSummary(name, { by: 'latest' });
  const removals = new Removals(database);
  await removals.remove(name, number);
  await removals.erase(name, number);
}
