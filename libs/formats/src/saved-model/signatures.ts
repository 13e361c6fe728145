import {
  byText,
  type NamedSignature,
  type SignatureBindings,
  signatureOf,
  tagSet,
  type TensorBinding,
  type TensorSpec,
} from '@sigcat/core';
import { type tensorflow } from '@sigcat/proto/saved-model';
import { type ReadLimits } from '../limits';
import { type ReadGraph } from '../read-model';
import { readDefault } from './default-value';
import { isInternal } from './internal-signatures';
import { type ScannedGraph } from './scan';
import { readBinding, readTensorType, TensorCount } from './tensors';

type SignatureDef = tensorflow.SignatureDef.$Properties;

/**
 * A graph in Sigcat's own terms.
 *
 * @throws Problem `invalid-shape`, `malformed-model`, `too-many-dims`, `too-many-tensors`
 */
export function readGraph(graph: ScannedGraph, limits: ReadLimits): ReadGraph {
  return {
    tagSet: tagSet(graph.tags),
    signatures: [...graph.signatures]
      .filter(([key]) => !isInternal(key))
      .map(([key, signature]) => readSignature(key, signature, limits))
      .sort((a, b) => byText(a.key, b.key)),
    frameworkVersion: graph.tensorflowVersion,
    native: graph.native,
  };
}

function readSignature(key: string, def: SignatureDef, limits: ReadLimits): NamedSignature {
  const signature = `signature ${JSON.stringify(key)}`;
  const count = new TensorCount(limits, `The ${signature}`);
  const defaults = new Map(Object.entries(def.defaults ?? {}));
  const bindings = { inputs: new Map<string, TensorBinding>(), outputs: new Map<string, TensorBinding>() };
  const read = (side: keyof SignatureBindings): TensorSpec[] =>
    Object.entries(def[side] ?? {}).map(([name, info]) => {
      const of = `${side === 'inputs' ? 'input' : 'output'} ${JSON.stringify(name)} of ${signature}`;
      bindings[side].set(name, readBinding(info));
      const proto = side === 'inputs' ? defaults.get(name) : undefined;
      return {
        name,
        ...readTensorType(info, of, count),
        optional: proto !== undefined,
        ...(proto && { default: readDefault(proto, of, limits) }),
      };
    });
  return {
    key,
    methodName: def.method_name ?? '',
    signature: signatureOf(read('inputs'), read('outputs')),
    bindings,
  };
}
