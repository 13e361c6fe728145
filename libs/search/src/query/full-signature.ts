import {
  dense,
  type Dim,
  type Encoding,
  NotationError,
  parseSignature,
  type Shape,
  type Signature,
  signatureOf,
  type TensorSpec,
  unknownRank,
} from '@sigcat/core';
import { QueryError } from '../query-error';
import {
  type EncodingAsked,
  type SearchQuery,
  type ShapeAsked,
  type TensorAsked,
  type TensorsAsked,
} from './query';

/**
 * The signature that a query is the whole notation of; nothing when it leaves anything open: a list, a name, a
 * dtype, a shape or a size. The key is no part of it, and the notation has no default values.
 */
export function fullSignature({ inputs, outputs }: SearchQuery): Signature | undefined {
  const [of, gives] = [specsOf(inputs), specsOf(outputs)];
  return of && gives && signatureOf(of, gives);
}

/** @throws QueryError with the position of the first part that leaves something open. */
export function refuseOpen(query: SearchQuery, text: string): void {
  if (fullSignature(query) !== undefined) return;
  const { key } = query;
  // The key may be open, and left out; the notation wants one.
  const before = key === undefined && !text.trimStart().startsWith('*') ? '_ ' : '';
  try {
    parseSignature(before + (key?.kind === 'is' ? text : text.replace(/^(\s*)[~*]/, '$1_')));
  } catch (error) {
    if (!(error instanceof NotationError)) throw error;
    const position = error.position - before.length;
    throw new QueryError(text, position, `${error.expected} (for \`exact\` leaves nothing open)`);
  }
}

function specsOf({ tensors, open }: TensorsAsked): readonly TensorSpec[] | undefined {
  return open ? undefined : all(tensors.map(specOf));
}

function specOf({ name, optional, ...type }: TensorAsked): TensorSpec | undefined {
  const encoding = encodingOf(type.encoding);
  // The notation leaves a composite's own type out where the file does not record it.
  const isBare = encoding?.kind === 'composite' && type.dtype === undefined && type.shape === undefined;
  const dtype = isBare ? 'unspecified' : type.dtype;
  const shape = isBare ? unknownRank : shapeOf(type.shape);
  if (name?.kind !== 'is' || encoding === undefined || dtype === undefined || shape === undefined) {
    return undefined;
  }
  return { name: name.name, dtype, shape, encoding, optional };
}

function encodingOf(asked: EncodingAsked | undefined): Encoding | undefined {
  if (asked === undefined) return dense;
  if (asked.kind === 'sparse') return asked;
  const { typeSpec, components } = asked.of ?? {};
  return typeSpec === undefined || components === undefined
    ? undefined
    : { kind: 'composite', typeSpec, components };
}

function shapeOf(asked: ShapeAsked | undefined): Shape | undefined {
  if (asked?.rank !== 'known') return asked;
  const dims = all(asked.dims.map((dim): Dim | undefined => (dim.kind === 'any' ? undefined : dim)));
  return dims && { rank: 'known', dims };
}

function all<T>(items: readonly (T | undefined)[]): readonly T[] | undefined {
  const there = items.filter((item) => item !== undefined);
  return there.length === items.length ? there : undefined;
}
