import { dense, type Encoding, unknownDim, unknownRank } from '@sigcat/core';
import { parseQuery, QueryError, type QueryLimits, type TensorAsked } from '@sigcat/search';
import { type Requirement, type UsedTensor } from './requirement';

/** Models have more tensors than anybody looks for. */
const limits: QueryLimits = { maxQueryLength: 65_536, maxQueryTensors: 2_048 };

/**
 * Reads which part of a signature is used: `serving_default(amount: float32[?,1], country: *) -> (score: *)`. It is a
 * query that names its key and its tensors. A tensor that is `*` is taken as the model has it; a dtype without a shape
 * is of any shape, and a size `*` is `?`.
 * @throws QueryError
 */
export function parseUse(text: string): Pick<Requirement, 'signatureKey' | 'inputs' | 'outputs'> {
  const { key, inputs, outputs } = parseQuery(text, limits);
  if (key?.kind !== 'is') throw new QueryError(text, 0, 'the key of a signature');
  const used = (asked: TensorAsked): UsedTensor => usedTensor(text, asked);
  return {
    signatureKey: key.name,
    inputs: inputs.tensors.map(used),
    outputs: outputs.tensors.map(used),
  };
}

/** Reads one tensor: `amount`, or with its type, `amount: float32[?,1]`. @throws QueryError */
export function parseUsedTensor(text: string): UsedTensor {
  const whole = `f(${text.includes(':') ? text : `${text}: *`})`;
  const [tensor, ...others] = parseQuery(whole).inputs.tensors;
  if (!tensor || others.length > 0) throw new QueryError(text, 0, 'one tensor');
  return usedTensor(text, tensor);
}

function usedTensor(text: string, { name, optional, dtype, shape, encoding }: TensorAsked): UsedTensor {
  if (name?.kind !== 'is') throw new QueryError(text, 0, 'tensors with their names');
  if (optional) throw new QueryError(text, 0, 'inputs that are always sent, without `?`');
  if (dtype === undefined && shape === undefined) return { name: name.name };
  if (dtype === undefined) throw new QueryError(text, 0, 'a dtype with each shape');
  return {
    name: name.name,
    type: {
      dtype,
      encoding: encodingOf(text, encoding),
      shape:
        shape?.rank === 'known'
          ? { rank: 'known', dims: shape.dims.map((dim) => (dim.kind === 'any' ? unknownDim : dim)) }
          : unknownRank,
    },
  };
}

function encodingOf(text: string, asked: TensorAsked['encoding']): Encoding {
  if (asked?.kind !== 'composite') return asked ?? dense;
  const { of } = asked;
  if (of === undefined) throw new QueryError(text, 0, 'the class of each composite');
  return { kind: 'composite', typeSpec: of.typeSpec, components: of.components ?? [] };
}
