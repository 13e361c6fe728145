import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { errorExplanations, harmless, strictExplanation } from './explanations';
import { type Export, fixturesCalledSo, otherModels, putAlikeTogether, readExports } from './exports';
import { renderPage } from './page';
import { errorsIfStrict, errorsOf, type Pair, pairsOf } from './pairs';

const folder = join(__dirname, '../../../shared/fixtures');
const there = fixturesCalledSo(folder);
const describeFixtures = there.length > 0 ? describe : describe.skip;

describeFixtures(`noise on re-exports${there.length > 0 ? '' : ' (skipped: no ../shared/fixtures)'}`, () => {
  let exports: readonly Export[];
  let pairs: readonly Pair[];

  beforeAll(async () => {
    exports = await readExports(folder);
    pairs = pairsOf(putAlikeTogether(exports));
  });

  it('stands in the docs as it is found; `npm run noise` writes it', () => {
    const page = readFileSync(join(__dirname, '../../docs/reference/re-exports.md'), 'utf8');
    expect(page).toBe(renderPage(exports));
  });

  it('is looked for in every export that there is', () => {
    expect(there.length).toBe(exports.length + otherModels.length);
  });

  it('has one explanation for each error', () => {
    const errors = pairs.flatMap(({ report }) => errorsOf(report));
    for (const error of errors) {
      expect([error, errorExplanations.filter(({ covers }) => covers(error))]).toEqual([
        error,
        [expect.anything()],
      ]);
    }
    expect(errorExplanations.filter(({ covers }) => !errors.some(covers))).toEqual([]);
  });

  it('has one explanation for what is an error if unknown shapes are', () => {
    const errors = pairs.flatMap(errorsIfStrict);
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.filter((error) => !strictExplanation.covers(error))).toEqual([]);
  });

  it('has a reason for each rule that is no error', () => {
    const rules = pairs.flatMap(({ report }) =>
      report.findings.filter(({ level }) => level !== 'error').map(({ rule }) => rule),
    );
    expect([...new Set(rules)].sort()).toEqual(Object.keys(harmless).sort());
  });
});
