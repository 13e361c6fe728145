import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Operation, operations } from '@sigcat/contracts';
import { type OwnSigcat, startOwnSigcat } from './harness/own-sigcat';

let sigcat: OwnSigcat;

beforeAll(async () => {
  sigcat = await startOwnSigcat();
});

afterAll(async () => {
  await sigcat.end();
});

describe('openapi.json', () => {
  it('is served as it is committed', async () => {
    const committed: unknown = JSON.parse(
      readFileSync(join(__dirname, '../../docs/reference/openapi.json'), 'utf8'),
    );
    const served = await fetch(`${sigcat.url}/openapi.json`);
    expect(await served.json()).toEqual(committed);
  });

  it.each(Object.entries<Operation>(operations))('%s is routed', async (_, { method, path }) => {
    const url = new URL(path.replace(/\{(\w+)\}/g, 'x'), sigcat.url);
    const response = await fetch(url, { method: method.toUpperCase() });
    expect(await response.text()).not.toContain('/problems/route-not-found');
  });

  it('describes every answer of every operation with a schema, and every problem with a page', () => {
    for (const { answers, problems } of Object.values<Operation>(operations)) {
      expect(Object.keys(answers)).not.toHaveLength(0);
      expect(new Set(problems).size).toBe(problems.length);
    }
  });
});
