import { describe, expect, it } from '@jest/globals';
import { parseFilter } from './filter/parse';
import { parseQuery } from './query/parse';
import { type ParsedSearch, parseSearch, type SearchJson } from './search-json';

const query = parseQuery('(x: *)');
const settings = { transport: 'json', unknownShapes: 'warn', extraInputs: 'ignore' } as const;
const written = { transport: 'json', unknown_shapes: 'warn', extra_inputs: 'ignore' } as const;

describe('a search as it is written', () => {
  it.each<[SearchJson, ParsedSearch]>([
    [{ q: '(x: *)' }, { sought: { relation: 'matches', query }, universe: 'latest' }],
    [
      { q: '(x: int8[]) -> ()', relation: 'exact', versions: 'all', ...written },
      { sought: { relation: 'exact', query: parseQuery('(x: int8[]) -> ()') }, universe: 'all' },
    ],
    [
      { q: '(x: *)', relation: 'accepts', ...written },
      { sought: { relation: 'accepts', query, settings }, universe: 'latest' },
    ],
    [
      { drop_in_for: 'payments/fraud@3', transport: 'tensor' },
      {
        sought: { relation: 'drop-in', dropInFor: 'payments/fraud@3', settings: { transport: 'tensor' } },
        universe: 'latest',
      },
    ],
    [
      { q: '(x: *)', filter: 'format = onnx OR model = a', namespace: 'payments', label: ['team', 'a=b=c'] },
      {
        sought: { relation: 'matches', query },
        filter: parseFilter(
          `(format = onnx OR model = a) AND namespace = payments AND label.team LIKE '%' AND label.a = 'b=c'`,
        ),
        universe: 'latest',
      },
    ],
    [
      { q: '(x: *)', alias: 'production' },
      {
        sought: { relation: 'matches', query },
        filter: parseFilter('alias = production'),
        universe: 'all',
      },
    ],
    [
      {
        q: '(x: *)',
        alias: 'production',
        versions: 'latest',
        model: 'a',
        format: 'onnx',
        tag_set: 'serve,gpu',
      },
      {
        sought: { relation: 'matches', query },
        filter: parseFilter(`model = a AND alias = production AND format = onnx AND tag_set = 'gpu,serve'`),
        universe: 'latest',
      },
    ],
    [
      {
        q: '(x: *)',
        framework_version: '2.*',
        method_name: 'p',
        published_since: '2025-01-31T01:00:00+01:00',
      },
      {
        sought: { relation: 'matches', query },
        filter: parseFilter(
          `framework_version LIKE '2.%' AND method_name = p AND published_at >= 2025-01-31`,
        ),
        universe: 'latest',
      },
    ],
  ])('%j is read', (json, search) => {
    expect(parseSearch(json)).toEqual(search);
  });

  it.each([
    ['alias = production', undefined, 'all'],
    ["model = a OR NOT (format = onnx AND alias IN ('production'))", undefined, 'all'],
    ['alias = production', 'latest', 'latest'],
    ['label.alias = production', undefined, 'latest'],
  ] as const)('with the filter %s and versions %s is among %s', (filter, versions, universe) => {
    expect(parseSearch({ q: '(x: *)', filter, versions })).toMatchObject({ universe });
  });

  it.each([
    ['*', 1, '`(`'],
    ['f', 1, '`(`'],
    ['(x: int8[])', 11, '`->`'],
    ['-> (y: int8[])', 0, '`(`'],
    ['~f(x: int8[]) -> (...)', 18, 'a tensor name'],
    ['*(*: int8[]) -> ()', 2, 'a tensor name'],
    ['(int8[]) -> ()', 5, '`:`'],
    ['(~x: int8[]) -> ()', 1, 'a tensor name'],
    ['(x: [3]) -> ()', 4, 'a dtype'],
    ['(x: int8) -> ()', 8, '`[`'],
    ['f(x: int8[*]) -> ()', 10, 'a size, `?` or a symbol'],
    ['(x: composite int8[]) -> ()', 14, '`<`'],
  ])('is refused as exact where %s leaves something open', (q, position, expected) => {
    expect(() => parseSearch({ q, relation: 'exact' })).toThrow(
      expect.objectContaining({
        member: 'q',
        mistake: expect.objectContaining({
          position,
          expected: `${expected} (for \`exact\` leaves nothing open)`,
        }),
      }),
    );
  });

  it.each<[SearchJson, string, number]>([
    [{ q: '(x: ' }, 'q', 4],
    [{ q: '(x: *)', filter: 'a = b' }, 'filter', 0],
    [{ q: '(x: *)', published_since: 'soon' }, 'published_since', 0],
    [{ q: '(x: *)', published_since: '0001-01-01T00:00:00+01:00' }, 'published_since', 0],
    [{ q: '(x: *)', published_since: '9999-12-31T23:00:00-01:00' }, 'published_since', 0],
  ])('%j is refused where it is wrong', (json, member, position) => {
    expect(() => parseSearch(json)).toThrow(
      expect.objectContaining({ member, mistake: expect.objectContaining({ position }) }),
    );
  });
});
