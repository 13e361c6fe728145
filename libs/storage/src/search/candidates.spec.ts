import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@sigcat/test-database';
import fc from 'fast-check';
import { clausesOf } from '@sigcat/search';
import { Signatures } from '../catalog/signatures';
import { Database } from '../database';
import { anyVersions, TestCatalogue } from '../testing/random-catalogue';
import { anyQuestion, requestOf } from '../testing/random-questions';
import { type CandidateRow, candidates, type Place, type Wanted, type Way } from './candidates';
import { StatementNames } from '../statement-names';
import { tokenHash } from './token-hash';

jest.setTimeout(120_000);

let test: TestDatabase;
let database: Database;
let catalogue: TestCatalogue;
const names = new StatementNames('test');

beforeAll(async () => {
  test = await createTestDatabase();
  database = new Database({
    url: test.url,
    poolSize: 2,
    statementTimeoutMs: 20_000,
    connectTimeoutMs: 5_000,
  });
  catalogue = new TestCatalogue(database, new Signatures());
  const [versions] = fc.sample(anyVersions, { numRuns: 1, seed: 11 });
  for (const version of versions ?? []) await catalogue.add(version);
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

/** All that one way leads to and somebody offers, so many at a time. */
async function all(
  way: Way,
  wanted: Omit<Wanted, 'limit' | 'after'>,
  limit: number,
): Promise<CandidateRow[]> {
  const seen: CandidateRow[] = [];
  let after: Place | undefined;
  for (;;) {
    const part = { ...wanted, way, limit, ...(after && { after }) };
    const [rows = []] = await candidates(database, names, [part]);
    expect(rows.length).toBeLessThanOrEqual(limit);
    seen.push(...rows.filter(({ offers }) => offers !== null));
    const last = rows.at(-1);
    if (last === undefined || rows.length < limit) return seen;
    after = { tensorCount: last.tensor_count, unknowns: last.unknowns, id: Number(last.id) };
  }
}

describe('candidates', () => {
  it('are the same by whichever way, and however many are looked at in one go', async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(anyQuestion, fc.constantFrom(1, 3, 100), async (question, limit) => {
        const { asked, filter, universe } = requestOf(question, catalogue.models);
        const clauses = clausesOf(asked, (name) => [name]).map((clause) => clause.map(tokenHash));
        const wanted = {
          universe,
          clauses,
          offers: 3,
          ...(filter && { filter }),
        };
        const inOrder = await all('order', wanted, limit);
        expect(await all('offers', wanted, limit)).toEqual(inOrder);
        if (clauses.length > 0) expect(await all('tokens', wanted, limit)).toEqual(inOrder);
        found += inOrder.length;
      }),
      { numRuns: 120, endOnFailure: true },
    );
    expect(found).toBeGreaterThan(100);
  });
});
