import { hasFixedAnswer, isCallableOverJson, takesRows } from '@sigcat/compat';
import { type DType, type NamedSignature, type Signature, type TensorSpec } from '@sigcat/core';
import {
  anyTensors,
  type NameAsked,
  type SearchQuery,
  type TensorAsked,
  type TensorsAsked,
} from '../query/query';
import { type CallSettings, defaultCallSettings } from '../relations/call';
import { type DropInSettings } from '../relations/drop-in';
import { type Asked, mainSignature } from '../search';
import { tokensOfQuery } from './of-query';
import { type Side, token, tokenAxes } from './token';

/** Tokens of which a signature has to have one. */
export type Clause = readonly string[];

/** The names that there are and that are similar to one that is asked for; undefined where they are too many to say. */
export type NamesLike = (name: string) => readonly string[] | undefined;

/**
 * What the tokens of a signature have to meet, all of it, for the signature to be in the relation that is asked for.
 * More signatures meet it than are: it is there to look at few.
 */
export function clausesOf(asked: Asked, namesLike: NamesLike): readonly Clause[] {
  switch (asked.relation) {
    case 'matches':
      return [
        ...tokensOfQuery(asked.query).map(alone),
        ...similarNames('i', asked.query.inputs, namesLike),
        ...similarNames('o', asked.query.outputs, namesLike),
      ];
    case 'exact':
      // Found by the digest of its types, which says all.
      return [];
    case 'accepts':
      return acceptsClauses(asked.query, { ...defaultCallSettings, ...asked.settings }, namesLike);
    case 'drop-in': {
      const main = mainSignature(asked.baseline);
      return main === undefined ? [] : dropInClauses(main, asked.settings);
    }
  }
}

/** The names that {@link clausesOf} will ask for. */
export function similarNamesAsked(asked: Asked): readonly string[] {
  if (asked.relation === 'drop-in' || asked.relation === 'exact') return [];
  const { inputs, outputs } = asked.query;
  return [...inputs.tensors, ...outputs.tensors].flatMap(({ name }) =>
    name?.kind === 'similar' ? [name.name] : [],
  );
}

function alone(one: string): Clause {
  return [one];
}

function similarNames(side: Side, { tensors }: TensorsAsked, namesLike: NamesLike): Clause[] {
  return tensors.flatMap(({ name }) => {
    const alike = name?.kind === 'similar' ? namesLike(name.name) : undefined;
    return alike ? [alike.map((like) => token.name(side, like))] : [];
  });
}

/** Of what the caller sends every tensor has to be taken; of what it needs every tensor has to be given. */
function acceptsClauses(
  { inputs, outputs }: SearchQuery,
  { transport, unknownShapes, extraInputs }: CallSettings,
  namesLike: NamesLike,
): Clause[] {
  // What `...` stands for may be anything.
  const required = inputs.open ? [] : requiredClause(inputs.tensors.length);
  if (transport === 'json') {
    const names = outputs.tensors.map(({ name }) => name);
    return [...required, ...outputClausesOverJson(names, outputs.open)];
  }
  const strict = unknownShapes === 'strict';
  const sent = extraInputs === 'reject' ? inputs : anyTensors;
  return [
    ...required,
    ...sent.tensors.flatMap((asked) => inputClauses(asked, strict)),
    ...outputs.tensors.flatMap((asked) => outputClauses(asked, strict)),
    ...similarNames('i', sent, namesLike),
    ...similarNames('o', outputs, namesLike),
  ];
}

/** A clause of more would be met by nearly all. */
const fewRequired = 16;

/** Not more inputs may be required than there are. */
function requiredClause(inputs: number): Clause[] {
  if (inputs > fewRequired) return [];
  return [Array.from({ length: inputs + 1 }, (_, count) => token.required(count))];
}

function inputClauses({ name, dtype, shape }: TensorAsked, strict: boolean): Clause[] {
  const dtypes = dtype === 'unspecified' && strict ? [dtype] : sameOrUnspecified(dtype);
  const whole = nameAndDtypeClause('i', name, dtypes);
  if (dtype === undefined || dtypes.length === 0 || shape?.rank !== 'known' || !strict) return whole;
  const others = [token.dtypeOfAnyRank('i', dtype), token.dtype('i', 'unspecified')];
  const rank = shape.dims.length;
  const sizes = shape.dims.slice(0, tokenAxes).flatMap((dim, axis): Clause[] => {
    if (dim.kind === 'any') return [];
    const same = dim.kind === 'fixed' ? [token.dtypeAndSize('i', dtype, rank, axis, dim.size)] : [];
    return [[...same, token.dtypeAndOpenAxis('i', dtype, rank, axis), ...others]];
  });
  const ranks =
    name?.kind === 'is'
      ? sameRankClause('i', name.name, dtype, rank)
      : [token.dtypeAndRank('i', dtype, rank), ...others];
  return [ranks, ...sizes];
}

function outputClauses({ name, dtype, shape }: TensorAsked, strict: boolean): Clause[] {
  const isSure = strict && dtype !== undefined && dtype !== 'unspecified';
  if (!isSure) return nameAndDtypeClause('o', name, sameOrUnspecified(dtype));
  const whole = nameAndDtypeClause('o', name, [dtype]);
  if (shape?.rank !== 'known') return whole;
  const rank = shape.dims.length;
  const sizes = shape.dims
    .slice(0, tokenAxes)
    .flatMap((dim, axis) =>
      dim.kind === 'fixed' ? [[token.dtypeAndSize('o', dtype, rank, axis, dim.size)]] : [],
    );
  const ranked =
    name?.kind === 'is'
      ? token.nameDtypeAndRank('o', name.name, dtype, rank)
      : token.dtypeAndRank('o', dtype, rank);
  return [[ranked], ...sizes];
}

/** Over JSON an only output needs no name, and looks different as soon as there is a second one. */
function outputClausesOverJson(names: readonly (NameAsked | undefined)[], open: boolean): Clause[] {
  if (names.length === 1 && !open) return [[token.count('o', 1)]];
  return names.flatMap((name) => nameAndDtypeClause('o', name, []));
}

/** Whoever takes a signature's place has all of its tensors, by their names. */
function dropInClauses(main: NamedSignature, settings: Partial<DropInSettings> = {}): Clause[] {
  const { transport, extraInputs = 'reject', severities = {} } = settings;
  // Somebody who has set levels of his own may let anything pass.
  if (Object.keys(severities).length > 0) return [];
  const { inputs, outputs } = main.signature;
  // Who calls an API that answers in a message of its own does not see the outputs.
  const read = hasFixedAnswer(main) ? [] : outputs;
  if (transport === 'json') return dropInClausesOverJson(main.signature, read);
  const taken = extraInputs === 'reject' ? inputs : [];
  return [
    ...requiredClause(inputs.length),
    ...taken.flatMap((spec) => tensorClause('i', spec)),
    ...read.flatMap((spec) => tensorClause('o', spec)),
  ];
}

function tensorClause(side: Side, { name, dtype, shape }: TensorSpec): Clause[] {
  return dtype === 'unspecified' || shape.rank === 'unknown'
    ? nameAndDtypeClause(side, named(name), sameOrUnspecified(dtype))
    : [sameRankClause(side, name, dtype, shape.dims.length)];
}

/** The same dtype and rank, or one of them is not recorded. */
function sameRankClause(side: Side, name: string, dtype: DType, rank: number): Clause {
  return [
    token.nameDtypeAndRank(side, name, dtype, rank),
    token.nameDtypeAndRank(side, name, dtype, '?'),
    token.nameAndDtype(side, name, 'unspecified'),
  ];
}

function dropInClausesOverJson(signature: Signature, read: readonly TensorSpec[]): Clause[] {
  // Nobody can notice a change in what cannot be called.
  if (!isCallableOverJson(signature)) return [];
  const { inputs } = signature;
  // In columns, TensorFlow Serving passes over inputs that it does not know.
  const taken = takesRows(signature) ? inputs : [];
  const only = inputs.length === 1 ? [token.count('i', 1)] : [];
  const names = read.map(({ name }) => named(name));
  return [
    ...requiredClause(inputs.length),
    ...taken.map(({ name }) => [token.name('i', name), ...only]),
    ...outputClausesOverJson(names, false),
  ];
}

function named(name: string): NameAsked {
  return { kind: 'is', name };
}

/** The same dtype, or one that is not recorded on one of the sides: then it may be any. */
function sameOrUnspecified(dtype: DType | undefined): readonly DType[] {
  return dtype === undefined || dtype === 'unspecified' ? [] : [dtype, 'unspecified'];
}

/** Of one tensor. @param dtypes that will do; none where any will */
function nameAndDtypeClause(side: Side, name: NameAsked | undefined, dtypes: readonly DType[]): Clause[] {
  if (name?.kind === 'is') {
    if (dtypes.length === 0) return [[token.name(side, name.name)]];
    return [dtypes.map((dtype) => token.nameAndDtype(side, name.name, dtype))];
  }
  return dtypes.length === 0 ? [] : [dtypes.map((dtype) => token.dtype(side, dtype))];
}
