import { parseModel } from '@sigcat/compat';
import { type ModelSignatures, printType, type Signature, type TensorSpec } from '@sigcat/core';
import { type Asked, type Condition, type Filter, parseQuery } from '@sigcat/search';
import fc from 'fast-check';
import { type SearchRequest } from '../search/signature-search';
import {
  aliases,
  anyModelText,
  anySignatureText,
  formats,
  frameworkVersions,
  keys,
  labelKeys,
  labelValues,
  methods,
  models,
  names,
  namespaces,
  publishedAt,
  tagSets,
  types,
} from './random-catalogue';

type Equality<T> = { operator: '=' | '!='; value: T } | { operator: 'IN'; values: T[] };

function equality<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Equality<T>> {
  return fc.oneof(
    fc.record({ operator: fc.constantFrom('=' as const, '!=' as const), value }),
    fc.record({
      operator: fc.constant('IN' as const),
      values: fc.array(value, { minLength: 1, maxLength: 3 }),
    }),
  );
}

function comparison<T>(value: fc.Arbitrary<T>) {
  return fc.oneof(
    equality(value),
    fc.record({ operator: fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const), value }),
  );
}

const like = fc.record({
  operator: fc.constant('LIKE' as const),
  pattern: fc.constantFrom('%', '', '_', 'p%', '%s%', '2.%', 'a\\%b', 'tensorflow/%'),
});

function text(
  field: (Condition & { kind: 'text' })['field'],
  values: readonly string[],
): fc.Arbitrary<Condition> {
  const value = fc.constantFrom(...values, 'nothing');
  return fc.record({
    kind: fc.constant('text' as const),
    field: fc.constant(field),
    test: fc.oneof(equality(value), like),
  });
}

const dtypes = ['float32', 'int64', 'string', 'unspecified', 'bool'];

const anyCondition: fc.Arbitrary<Condition> = fc.oneof(
  text('namespace', namespaces),
  text('model', models),
  text('alias', aliases),
  text('format', formats),
  text('framework_version', frameworkVersions),
  text('method_name', methods),
  text('key', keys),
  ...(['input.name', 'output.name'] as const).map((field) => text(field, names)),
  ...(['input.dtype', 'output.dtype'] as const).map((field) => text(field, dtypes)),
  ...labelKeys.map((key) => text(`label.${key}`, labelValues)),
  fc.record({
    kind: fc.constant('number' as const),
    field: fc.constantFrom('version', 'input.rank', 'input.count', 'output.rank', 'output.count'),
    test: comparison(fc.oneof(fc.nat({ max: 5 }), fc.constant(Number.MAX_SAFE_INTEGER))),
  }),
  fc.record({
    kind: fc.constant('time' as const),
    field: fc.constant('published_at' as const),
    test: comparison(
      fc.oneof(
        fc.nat({ max: 60 }).map(publishedAt),
        fc.constantFrom('0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z').map((time) => new Date(time)),
      ),
    ),
  }),
  fc.record({
    kind: fc.constant('tag-set' as const),
    field: fc.constant('tag_set' as const),
    test: equality(fc.constantFrom(...tagSets).map((tags) => tags.split(', ').filter((tag) => tag !== ''))),
  }),
);

/** Half of the filters pass most of what there is. */
const { filter: anyFilter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small' },
    anyCondition,
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      of: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('not' as const), of: tie('filter') }),
  ),
}));

const anyTensorAsked = fc
  .tuple(
    fc.constantFrom('', '', '*?: ', ...names.map((name) => `${name}: `), '~imag: ', '~embeddin: ', '~zzz: '),
    fc.constantFrom(
      'float32',
      'int64',
      '*',
      ...types,
      '*[?,3]',
      'float32[?,224,?,3]',
      'float32[]',
      'sparse *',
    ),
  )
  .map(([name, type]) => `${name}${type}`);

const isSameName = (a: string, b: string): boolean =>
  a.includes(': ') && a.split(': ')[0] === b.split(': ')[0];

function anyList(tensor: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(fc.uniqueArray(tensor, { maxLength: 2, comparator: isSameName }), fc.boolean())
    .map(([tensors, open]) => `(${[...tensors, ...(open ? ['...'] : [])].join(', ')})`);
}

const anyKey = fc.constantFrom('', '', '', 'predict', '~serving');

const anyQueryText = fc
  .tuple(
    anyKey,
    fc.option(anyList(anyTensorAsked)),
    fc.option(anyList(anyTensorAsked.filter((tensor) => !tensor.includes('?:')))),
  )
  .filter(([key, inputs, outputs]) => key !== '' || inputs !== null || outputs !== null)
  .map(
    ([key, inputs, outputs]) =>
      `${key}${inputs ?? (key === '' ? '' : '(...)')}${outputs ? ` -> ${outputs}` : ''}`,
  );

/** What of a tensor is left in a query for it: the higher, the less. */
const anyLoss = fc.array(fc.constantFrom(0, 0, 0, 1, 2, 3, 4, 5), { minLength: 6, maxLength: 6 });

/** A query for what is there: it says less than the signature, or all of it. */
function queryFor(signature: Signature, key: string, losses: readonly number[]): string {
  const left = [...losses];
  const list = (specs: readonly TensorSpec[]): string => {
    const tensors = specs.flatMap((spec) => {
      const loss = left.shift() ?? 0;
      if (loss === 3) return [];
      const similar = `~${spec.name.slice(0, -1) || spec.name}: `;
      const mark = spec.optional ? '?' : '';
      const name = loss === 1 ? '' : loss === 2 ? similar : `${spec.name}${mark}: `;
      const type = printType(spec);
      const looser = loss === 4 ? type.replaceAll(/\d+(?=[,\]])/g, '?') : loss === 5 ? '*' : type;
      return [`${name}${looser}`];
    });
    return `(${[...tensors, ...(tensors.length < specs.length ? ['...'] : [])].join(', ')})`;
  };
  return `${key}${list(signature.inputs)} -> ${list(signature.outputs)}`;
}

/** Where the query is for what is there, `pick` says which. */
interface Question {
  readonly relation: 'matches' | 'accepts' | 'exact' | 'drop-in';
  readonly pick: number | null;
  readonly losses: readonly number[];
  readonly key: string;
  readonly query: string;
  readonly baseline: string;
  readonly settings: Partial<Settings>;
  readonly severities: boolean;
  readonly filter: Filter | null;
  readonly universe: 'latest' | 'all';
}

type Settings = NonNullable<(Asked & { relation: 'accepts' })['settings']>;

export const anyQuestion: fc.Arbitrary<Question> = fc.record({
  relation: fc.constantFrom('matches', 'accepts', 'exact', 'drop-in'),
  pick: fc.option(fc.nat(), { freq: 3 }),
  losses: fc.oneof(fc.constant([]), anyLoss),
  key: anyKey,
  query: fc.oneof(
    anyQueryText,
    anySignatureText.map((text) => text.replaceAll(/ = \d| as .*/g, '')),
  ),
  baseline: anyModelText,
  settings: fc.record(
    {
      transport: fc.constantFrom('tensor', 'json', 'both'),
      unknownShapes: fc.constantFrom('warn', 'strict'),
      extraInputs: fc.constantFrom('reject', 'ignore'),
    },
    { requiredKeys: [] },
  ),
  severities: fc.integer({ min: 0, max: 7 }).map((number) => number === 0),
  filter: fc.option(anyFilter),
  universe: fc.constantFrom('latest', 'all'),
});

/** @param there the models that questions may be for */
export function requestOf(question: Question, there: readonly ModelSignatures[]): SearchRequest {
  const { filter, universe } = question;
  return { asked: askedOf(question, there), universe, ...(filter && { filter }) };
}

function askedOf(question: Question, there: readonly ModelSignatures[]): Asked {
  const { relation, pick, losses, key, query, baseline, settings, severities } = question;
  const picked = pick === null ? undefined : there[pick % there.length];
  if (relation === 'drop-in') {
    const levels = severities ? { severities: { 'output-removed': 'info' as const } } : {};
    return { relation, baseline: picked ?? parseModel(baseline), settings: { ...settings, ...levels } };
  }
  const signature = picked?.graphs[0]?.signatures[0]?.signature;
  const text = signature ? queryFor(signature, key, losses) : query;
  const asked = { query: parseQuery(text) };
  return relation === 'accepts' ? { relation, ...asked, settings } : { relation, ...asked };
}
