import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { QueryError } from '../query-error';
import { anyFilter, anySubject } from '../testing/filters';
import { sig } from '../testing/notation';
import { evaluateFilter } from './evaluate';
import { fieldNames } from './fields';
import { type Filter } from './filter';
import { parseFilter } from './parse';
import { printFilter } from './print';
import { type FilterSubject } from './subject';

const subject: FilterSubject = {
  namespace: 'payments',
  model: 'fraud',
  version: 3,
  aliases: ['production', 'stable'],
  format: 'saved-model',
  frameworkVersion: '2.16.1',
  labels: { tier: 'gold', empty: '', 'a/b.c-d': 'yes' },
  publishedAt: new Date('2025-01-31T12:00:00Z'),
  tagSet: ['gpu', 'serve'],
  key: 'serving_default',
  methodName: 'tensorflow/serving/predict',
  signature: sig('(ids: int64[?,128], mask: bool[...]) -> (scores: float32[?,2])'),
};

describe('a filter', () => {
  it.each([
    ['namespace = payments'],
    ['model != spam'],
    ["model IN (spam, 'fraud')"],
    ["model NOT IN ('spam')"],
    ['model LIKE fr%'],
    ["model LIKE 'f____'"],
    ['model NOT LIKE %spam%'],
    ['alias = production'],
    ['alias = stable'],
    ['alias != staging'],
    ['format = saved-model AND framework_version LIKE 2.%'],
    ['method_name = tensorflow/serving/predict'],
    ["key LIKE 'serving\\_%'"],
    ['version = 3'],
    ['version >= 3 AND version <= 3 AND version > 2 AND version < 4'],
    ['version IN (1, 2, 3)'],
    ["tag_set = 'serve,gpu'"],
    ["tag_set = 'gpu, serve'"],
    ['tag_set != serve'],
    ["tag_set IN (serve, 'serve,gpu')"],
    ['label.tier = gold'],
    ["label.empty = ''"],
    ["label.empty LIKE '%'"],
    ['label.a/b.c-d = yes'],
    ['label.missing != gold'],
    ["NOT label.missing LIKE '%'"],
    ['published_at = 2025-01-31T13:00:00+01:00'],
    ['published_at = 2025-01-31T12:00:00.000999999Z'],
    ['published_at > 2025-01-31'],
    ["published_at < '2025-01-31T12:00:00.001Z'"],
    ['input.name = mask AND input.dtype = int64'],
    ['input.name = mask AND input.rank = 2'],
    ['input.dtype != float32'],
    ["input.dtype LIKE 'int%'"],
    ['input.count = 2 AND output.count < 2'],
    ['input.rank < 3 AND NOT input.rank >= 3'],
    ['output.rank IN (2, 4)'],
    ['output.name != mask AND output.dtype = float32'],
    ['version = 4 OR version = 3'],
    ['version = 3 OR version = 4 AND version = 5'],
    ['NOT (version = 3 AND version = 4)'],
    ['not not version = 3 and (version = 4 or version = 3)'],
  ])('holds: %s', (text) => {
    expect(evaluateFilter(parseFilter(text), subject)).toBe(true);
  });

  it.each([
    ['namespace = Payments'],
    ['model LIKE fra'],
    ['model LIKE FRAUD'],
    ['alias != production'],
    ['alias IN (staging, canary)'],
    ["key LIKE 'serving\\%default'"],
    ['version > 3'],
    ['tag_set = serve'],
    ["tag_set = ''"],
    ['label.missing = gold'],
    ["label.missing = ''"],
    ["label.missing LIKE '%'"],
    ['label.missing IN (gold)'],
    ['label.toString LIKE %'],
    ['label.tier != gold'],
    ['published_at > 2025-01-31T12:00:00Z'],
    ['input.dtype != int64'],
    ['input.rank > 2'],
    ['input.name = scores'],
    ['NOT version = 3 OR version = 4'],
    ['(version = 3 OR version = 4) AND version = 5'],
  ])('does not hold: %s', (text) => {
    expect(evaluateFilter(parseFilter(text), subject)).toBe(false);
  });

  it.each([
    ['key=b', 'key = b'],
    ["  (model = 'fraud')  ", 'model = fraud'],
    ["model = 'it''s'", "model = 'it''s'"],
    ["model = 'and'", "model = 'and'"],
    ['model LIKE fr%', "model LIKE 'fr%'"],
    ["tag_set = 'serve, gpu'", "tag_set = 'gpu,serve'"],
    ['published_at = 2025-01-31', 'published_at = 2025-01-31T00:00:00.000Z'],
    ['version NOT IN (1,2)', 'NOT version IN (1, 2)'],
    [
      '((version = 1 OR version = 2)) AND NOT (version = 3 AND version = 4)',
      '(version = 1 OR version = 2) AND NOT (version = 3 AND version = 4)',
    ],
    ['version = 1 OR (version = 2 AND version = 3)', 'version = 1 OR version = 2 AND version = 3'],
  ])('reads %s as %s', (text, canonical) => {
    expect(printFilter(parseFilter(text))).toBe(canonical);
    expect(printFilter(parseFilter(canonical))).toBe(canonical);
  });

  it.each([
    ['', 0, 'a field, `NOT` or `(`'],
    ['AND', 0, 'a field, `NOT` or `(`'],
    ['model', 5, 'an operator that model has: one of =, !=, IN, LIKE'],
    ['model < 3', 6, 'an operator that model has: one of =, !=, IN, LIKE'],
    ['version LIKE 3', 8, 'an operator that version has: one of =, !=, <, <=, >, >=, IN'],
    ['tag_set > a', 8, 'an operator that tag_set has: one of =, !=, IN'],
    ['version NOT LIKE 3', 12, '`IN`'],
    ['model NOT = a', 10, '`IN` or `LIKE`'],
    ['model == a', 7, 'a value: a word, or any text in single quotes'],
    ['model = "a"', 8, 'a value: a word, or any text in single quotes'],
    ['model = and', 8, 'a value: a word, or any text in single quotes'],
    ["model = 'a", 8, "a second `'` after the one"],
    ["model IN ('a', 'it''s)", 15, "a second `'` after the one"],
    ['x'.repeat(60_000), 0, expect.stringMatching(/^a field \(x{100}… is none\)/)],
    [`input.dtype = ${'x'.repeat(2_000)}`, 14, expect.stringMatching(/^a dtype \("x{100}…" is none\)$/)],
    ['model IN a', 9, '`(`'],
    ['model IN ()', 10, 'a value: a word, or any text in single quotes'],
    ['model IN (a b)', 12, '`,` or `)`'],
    ['model = a b', 10, '`AND`, `OR` or the end'],
    ['(model = a', 10, '`AND`, `OR` or `)`'],
    ['model = a AND', 13, 'a field, `NOT` or `(`'],
    ['version = 3.5', 10, 'a whole number below 2^53'],
    ['version = 9007199254740992', 10, 'a whole number below 2^53'],
    ['published_at = yesterday', 15, 'a date or a time such as 2025-01-31 or 2025-01-31T12:00:00Z'],
    ['published_at = 2025-02-30', 15, 'a date or a time such as 2025-01-31 or 2025-01-31T12:00:00Z'],
    ['published_at = 2025-01-31T25:00Z', 15, 'a date or a time such as 2025-01-31 or 2025-01-31T12:00:00Z'],
    ['published_at = 2025-01-31T12:00:00', 15, 'a date or a time such as 2025-01-31 or 2025-01-31T12:00:00Z'],
    ['input.dtype = flaot32', 14, 'a dtype ("flaot32" is none, the nearest is float32)'],
    ['output.dtype IN (int8, x)', 23, 'a dtype ("x" is none)'],
    ["model LIKE 'a\\'", 11, 'a pattern that does not end with a backslash'],
    ['label. = a', 0, 'the name of a label after `label.`'],
    [
      'namspace = a',
      0,
      `a field (namspace is none, the nearest is namespace): one of ${fieldNames.join(', ')}`,
    ],
    [
      'inputs.name = a',
      0,
      `a field (inputs.name is none, the nearest is input.name): one of ${fieldNames.join(', ')}`,
    ],
    ['xyz = a', 0, `a field (xyz is none): one of ${fieldNames.join(', ')}`],
  ])('is refused where %j is wrong', (text, position, expected) => {
    expect(() => parseFilter(text)).toThrow(
      expect.objectContaining({ name: 'QueryError', position, expected }),
    );
  });

  it('is refused beyond its limits', () => {
    const limits = {
      maxFilterLength: 60,
      maxFilterDepth: 2,
      maxFilterConditions: 2,
      maxFilterValues: 2,
      maxFilterValueLength: 5,
    };
    const refuses = (text: string, position: number, expected: string) => {
      expect(() => parseFilter(text, limits)).toThrow(expect.objectContaining({ position, expected }));
    };
    expect(parseFilter('NOT (version IN (1, 2) AND version = 3)', limits)).toBeDefined();
    expect(parseFilter('((version = 1)) OR ((version = 2))', limits)).toBeDefined();
    refuses(' '.repeat(61), 60, 'a filter of at most 60 characters');
    refuses('((NOT version = 1))', 2, 'at most 2 parentheses and NOTs inside each other');
    refuses('version = 1 OR version = 2 OR version = 3', 30, 'at most 2 conditions');
    refuses('version IN (1, 2, 3)', 18, 'at most 2 values');
    refuses("model = 'abcdef'", 8, 'a value of at most 5 characters');
    expect(() => parseFilter('('.repeat(60_000))).toThrow(expect.objectContaining({ position: 32 }));
    expect(() => parseFilter('NOT '.repeat(10_000))).toThrow(expect.objectContaining({ position: 128 }));
  });

  it('comes back from its text', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        expect(parseFilter(printFilter(filter), wide)).toEqual(filter);
      }),
      { numRuns: 1_000 },
    );
  });

  it('comes of any text, or a mistake does', () => {
    const part = fc.constantFrom(
      ...[
        '(',
        ')',
        ' ',
        'NOT ',
        ' AND ',
        'version',
        'model',
        'label.x',
        '=',
        ' IN ',
        ' LIKE ',
        "'",
        'a',
        '1',
        ',',
      ],
    );
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: part })), (text) => {
        try {
          const filter = parseFilter(text);
          expect(parseFilter(printFilter(filter))).toEqual(filter);
        } catch (error) {
          expect(error).toBeInstanceOf(QueryError);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('is of two values: a condition holds or its opposite does', () => {
    fc.assert(
      fc.property(anyFilter, anySubject, (filter, of) => {
        expect(evaluateFilter({ kind: 'not', of: filter }, of)).toBe(!evaluateFilter(filter, of));
        const opposite = oppositeOf(filter);
        if (opposite !== undefined) expect(evaluateFilter(opposite, of)).toBe(!evaluateFilter(filter, of));
      }),
      { numRuns: 1_000 },
    );
  });
});

const wide = {
  maxFilterLength: 1e6,
  maxFilterDepth: 99,
  maxFilterConditions: 999,
  maxFilterValues: 99,
  maxFilterValueLength: 999,
};

/** `!=` for `=`; De Morgan's laws. */
function oppositeOf(filter: Filter): Filter | undefined {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const of = filter.of.map((part): Filter => ({ kind: 'not', of: part }));
      return { kind: filter.kind === 'and' ? 'or' : 'and', of };
    }
    case 'not':
      return filter.of;
    case 'text':
      if (filter.test.operator !== '=') return undefined;
      return { ...filter, test: { ...filter.test, operator: '!=' } };
    case 'number':
      if (filter.test.operator !== '=') return undefined;
      return { ...filter, test: { ...filter.test, operator: '!=' } };
    default:
      return undefined;
  }
}
