import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Requirement } from '@sigcat/consumers';
import { parseType } from '@sigcat/core';
import { createTestDatabase, type TestDatabase } from '@sigcat/test-database';
import { Publishing } from '../catalog/publishing';
import { Signatures } from '../catalog/signatures';
import { Database } from '../database';
import { draftOf } from '../testing/drafts';
import { passes } from '../testing/judges';
import { Declarations, type ModelRequirement } from './declarations';
import { Deployments } from './deployments';

let test: TestDatabase;
let database: Database;
let declarations: Declarations;

beforeAll(async () => {
  test = await createTestDatabase();
  database = new Database({
    url: test.url,
    poolSize: 8,
    statementTimeoutMs: 5_000,
    connectTimeoutMs: 5_000,
  });
  declarations = new Declarations(database);
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

const fraud = { namespace: 'default', model: 'fraud' };

const requirement: Requirement = {
  tagSet: ['gpu', 'serve'],
  signatureKey: 'a key, of all',
  transport: 'json',
  inputs: [
    { name: 'a "name"', type: parseType('composite<RAGGED_TENSOR_SPEC>(float32[?], int64[N])') },
    { name: 'x' },
  ],
  outputs: [{ name: 'y', type: parseType('float32[...]') }],
};

const using = (...models: readonly string[]): ModelRequirement[] =>
  models.map((model) => ({ namespace: 'default', model, version: 3, requirement }));

const declare = async (
  consumer: string,
  environment: string,
  ...models: readonly string[]
): Promise<number> => {
  const requires = models.map((model) => ({ model }));
  const said = { consumer, environment, version: 'v', requires, requirements: using(...models) };
  return (await declarations.put(said)).revision;
};

describe('declarations', () => {
  it('give back what was declared, of the newest revision alone', async () => {
    await declare('shop', 'production', 'former', 'fraud');
    await declare('shop', 'production', 'fraud', 'other');
    await declare('shop', 'staging', 'fraud');
    expect(await declarations.requirementsOn(fraud, 'production')).toEqual([
      {
        ...fraud,
        version: 3,
        requirement,
        consumer: 'shop',
        environment: 'production',
        consumerVersion: 'v',
        revision: 2,
      },
    ]);
    expect(await declarations.requirementsOn(fraud)).toHaveLength(2);
    expect(await declarations.requirementsOn({ ...fraud, model: 'former' })).toEqual([]);
    expect((await declarations.requirementsOf('shop')).map(({ environment }) => environment)).toEqual([
      'staging',
    ]);
  });

  it('are gone through by version, in batches, each once', async () => {
    const consumers = Array.from({ length: 9 }, (_, i) => `many-${i}`);
    const uses = Array.from({ length: 50 }, (_, i) => ({
      ...fraud,
      model: 'used',
      version: 50 - i,
      requirement,
    }));
    for (const consumer of consumers) {
      const said = { consumer, environment: 'production', version: 'v', requires: [{ model: 'used' }] };
      await declarations.put({ ...said, requirements: uses });
    }
    const seen: string[] = [];
    const used = { ...fraud, model: 'used' };
    for await (const one of declarations.eachRequirementOn(used, 'production')) {
      seen.push(`${one.version} ${one.consumer}`);
    }
    const versions = uses.map(({ version }) => version).reverse();
    expect(seen).toEqual(
      versions.flatMap((version) => consumers.map((consumer) => `${version} ${consumer}`)),
    );
  });

  it('that are withdrawn leave no requirements, and count on when the consumer comes back', async () => {
    await declare('leaving', 'production', 'left');
    await declarations.withdraw('leaving', 'production');
    expect(await declarations.requirementsOn({ ...fraud, model: 'left' })).toEqual([]);
    await expect(declarations.withdraw('leaving', 'production')).rejects.toMatchObject({
      code: 'consumer-not-found',
    });
    await expect(declarations.requirementsOf('leaving')).rejects.toMatchObject({
      code: 'consumer-not-found',
    });
    expect(await declare('leaving', 'production', 'left')).toBe(2);
  });

  it('are said in the outbox', async () => {
    await declare('told', 'lab', 'fraud');
    await declarations.withdraw('told', 'lab');
    const events = await database.run<{ type: string }>({
      text: `SELECT type FROM event WHERE subject = 'told@lab' ORDER BY id`,
    });
    expect(events.map(({ type }) => type)).toEqual(['consumer.declared', 'consumer.withdrawn']);
  });

  it('cannot be changed behind their back', async () => {
    await declare('fixed', 'lab', 'fraud');
    const change = { text: `UPDATE declaration SET version = 'other' WHERE consumer = 'fixed'` };
    await expect(database.run(change)).rejects.toThrow('declaration is immutable');
  });

  it('are found by model without reading all of them', async () => {
    const plan = await database.run<{ 'QUERY PLAN': string }>({
      text: `EXPLAIN SELECT FROM requirement WHERE namespace = 'default' AND model = 'fraud'`,
    });
    expect(JSON.stringify(plan)).toContain('requirement_namespace_model_idx');
  });
});

describe('deployments', () => {
  it('are what was recorded last, or the alias of that name where it moved later', async () => {
    const publishing = new Publishing(database, new Signatures());
    for (const content of ['1', '2'])
      await publishing.publish(draftOf('fraud', content), passes, { repeat: true });
    const deployments = new Deployments(database);
    expect(await deployments.current(fraud, 'edge')).toBeUndefined();
    await deployments.record(fraud, 1, 'edge');
    expect(await deployments.current(fraud, 'edge')).toBe(1);
    await database.run({
      text: `INSERT INTO alias (model_id, name, version_number) SELECT id, 'edge', 2 FROM model WHERE name = 'fraud'`,
    });
    expect(await deployments.current(fraud, 'edge')).toBe(2);
    await deployments.record(fraud, 1, 'edge');
    expect(await deployments.current(fraud, 'edge')).toBe(1);
    await expect(deployments.record(fraud, 9, 'edge')).rejects.toMatchObject({ code: 'version-not-found' });
    const { items } = await deployments.list('edge', { size: 10 });
    expect(items.map(({ version }) => version)).toEqual([1, 1]);
  });
});
