import { hasFixedAnswer } from '@sigcat/compat';
import { type NamedSignature, type TensorSpec } from '@sigcat/core';
import { anyTensors, type SearchQuery, type TensorAsked, type TensorsAsked } from '../query/query';
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
  // JSON need not name an only tensor, and retypes numbers.
  if (transport === 'json') return required;
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
  const clauses: Clause[] = name?.kind === 'is' ? [[token.name('i', name.name)]] : [];
  if (dtype === undefined || (dtype === 'unspecified' && !strict)) return clauses;
  const anyDtype = token.dtype('i', 'unspecified');
  if (shape?.rank !== 'known' || !strict) return [...clauses, [token.dtype('i', dtype), anyDtype]];
  const anyRank = token.dtypeOfAnyRank('i', dtype);
  const rank = shape.dims.length;
  clauses.push([token.dtypeAndRank('i', dtype, rank), anyRank, anyDtype]);
  for (const [axis, dim] of shape.dims.slice(0, tokenAxes).entries()) {
    if (dim.kind === 'any') continue;
    const sizes = dim.kind === 'fixed' ? [token.dtypeAndSize('i', dtype, rank, axis, dim.size)] : [];
    clauses.push([...sizes, token.dtypeAndOpenAxis('i', dtype, rank, axis), anyRank, anyDtype]);
  }
  return clauses;
}

function outputClauses({ name, dtype, shape }: TensorAsked, strict: boolean): Clause[] {
  const clauses: Clause[] = name?.kind === 'is' ? [[token.name('o', name.name)]] : [];
  if (dtype === undefined || dtype === 'unspecified' || !strict) return clauses;
  clauses.push([token.dtype('o', dtype)]);
  if (shape?.rank !== 'known') return clauses;
  const rank = shape.dims.length;
  clauses.push([token.dtypeAndRank('o', dtype, rank)]);
  for (const [axis, dim] of shape.dims.slice(0, tokenAxes).entries()) {
    if (dim.kind === 'fixed') clauses.push([token.dtypeAndSize('o', dtype, rank, axis, dim.size)]);
  }
  return clauses;
}

/** Whoever takes a signature's place has all of its tensors, by their names. */
function dropInClauses(main: NamedSignature, settings: Partial<DropInSettings> = {}): Clause[] {
  if (letsAnythingPass(settings)) return [];
  const { extraInputs = 'reject' } = settings;
  const { inputs, outputs } = main.signature;
  const taken = extraInputs === 'reject' ? inputs : [];
  // Who calls an API that answers in a message of its own does not see the outputs.
  const read = hasFixedAnswer(main) ? [] : outputs;
  return [
    ...requiredClause(inputs.length),
    ...taken.map((spec) => tensorClause('i', spec)),
    ...read.map((spec) => tensorClause('o', spec)),
  ];
}

/** Somebody who has set levels of his own may let anything pass, and JSON need not name an only tensor. */
function letsAnythingPass({ transport, severities = {} }: Partial<DropInSettings> = {}): boolean {
  return Object.keys(severities).length > 0 || transport === 'json';
}

/** The same dtype, or one that is not recorded on one of the sides. */
function tensorClause(side: Side, { name, dtype }: TensorSpec): Clause {
  if (dtype === 'unspecified') return [token.name(side, name)];
  return [token.nameAndDtype(side, name, dtype), token.nameAndDtype(side, name, 'unspecified')];
}
