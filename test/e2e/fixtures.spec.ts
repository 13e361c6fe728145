import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signaturesToJson } from '@sigcat/core';
import { BufferSource, readArtifact } from '@sigcat/formats';
import { createTestDatabase, type TestDatabase } from '@sigcat/test-database';
import { Api } from './harness/api';
import { removeDataDir, type SigcatProcess, startSigcat } from './harness/sigcat-process';

const folder = join(__dirname, '../../../shared/fixtures');
const names = existsSync(folder) ? readdirSync(join(folder, 'savedmodel')) : [];
const describeFixtures = names.length > 0 ? describe : describe.skip;

describeFixtures(
  `every real SavedModel${names.length > 0 ? '' : ' (skipped: no ../shared/fixtures)'}`,
  () => {
    let database: TestDatabase;
    let sigcat: SigcatProcess;
    let api: Api;

    beforeAll(async () => {
      database = await createTestDatabase();
      sigcat = await startSigcat({ env: { DATABASE_URL: database.url } });
      api = new Api(sigcat.url);
    });

    afterAll(async () => {
      await sigcat.stop();
      await database.drop();
      removeDataDir(sigcat.dataDir);
    });

    it.each(names.map((name, i) => ({ name, model: `m${i}` })))(
      '$name comes out of the catalogue as it is in the file',
      async ({ name, model }) => {
        const bytes = readFileSync(join(folder, 'savedmodel', name, 'saved_model.pb'));
        const published = await api.publish(model, bytes);
        expect(published.status).toBe(201);
        const params = { namespace: 'default', model, version: 1 };
        const { json } = await api.ask('getVersion', { params });
        const read = signaturesToJson(await readArtifact({ source: new BufferSource(bytes) }));
        expect({ format: json.format, graphs: json.graphs }).toEqual(read);
        await checkTfServing(name, model);
      },
    );

    /** Where TensorFlow Serving would serve the model, the facade answers as it does. */
    async function checkTfServing(name: string, model: string): Promise<void> {
      const file = join(folder, 'savedmodel', name, 'expected.tfserving.json');
      const graphs = JSON.parse(readFileSync(file, 'utf8')) as ExpectedGraph[];
      const served =
        graphs.find(({ tags }) => String(tags) === 'serve') ?? (graphs.length === 1 ? graphs[0] : undefined);
      const { status, json } = await api.ask('getTfServingMetadata', { params: { model } });
      if (!served) {
        expect(status).toBe(422);
        return;
      }
      const answered = json.metadata.signature_def.signature_def as ExpectedGraph['signature_def'];
      expect(withoutDefaults(answered)).toEqual(withoutDefaults(served.signature_def));
      for (const [key, { defaults }] of Object.entries(served.signature_def)) {
        expect(Object.keys(answered[key]?.defaults ?? {})).toEqual(Object.keys(defaults));
      }
    }
  },
);

/** A graph as TensorFlow Serving's REST metadata prints it. */
interface ExpectedGraph {
  readonly tags: readonly string[];
  readonly signature_def: Readonly<Record<string, { readonly defaults: object }>>;
}

/** Values of defaults may be said in more detail than the expected documents do. */
function withoutDefaults(signatures: ExpectedGraph['signature_def']): object {
  return Object.fromEntries(
    Object.entries(signatures).map(([key, value]) => [key, { ...value, defaults: {} }]),
  );
}
