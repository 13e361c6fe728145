import { quoteName, type NamedSignature, type TensorType } from '@sigcat/core';
import { type ReadModel } from '@sigcat/formats';
import { limitExceeded, Problem } from '@sigcat/problems';

export interface NameLimits {
  /** Bytes of one name inside a model, in UTF-8. */
  readonly maxNameBytes: number;
}

/**
 * What no name in the catalogue may hold: NUL, which PostgreSQL cannot store; the characters that turn the
 * direction of writing, with which a name can be made to look like another (Unicode Technical Report 36,
 * section 2.5); and halves of surrogate pairs.
 */
const refused = /[\0\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Cs}/u;

/**
 * Checks every name that is about to be catalogued.
 * @throws Problem `model-name-not-storable`, `model-name-too-long`.
 */
export function checkNames(model: ReadModel, limits: NameLimits): void {
  const check = (what: string, name: string): void => {
    if (refused.test(name)) {
      throw new Problem(
        'model-name-not-storable',
        `The ${what} ${quoteName(name)} holds a character that is not allowed.`,
        { name },
      );
    }
    if (Buffer.byteLength(name) > limits.maxNameBytes) {
      throw limitExceeded('model-name-too-long', `The ${what} ${quoteName(name.slice(0, 32))}… is too long`, {
        name: 'maxNameBytes',
        value: limits.maxNameBytes,
      });
    }
  };
  check('path of the model', model.mainFile);
  for (const graph of model.graphs) {
    check('framework version', graph.frameworkVersion);
    for (const tag of graph.tagSet) check('tag', tag);
    for (const signature of graph.signatures) checkSignature(signature, check);
  }
}

type Check = (what: string, name: string) => void;

function checkSignature({ key, methodName, signature, bindings }: NamedSignature, check: Check): void {
  check('signature key', key);
  check('method name', methodName);
  for (const [what, tensors, named] of [
    ['input', signature.inputs, bindings.inputs],
    ['output', signature.outputs, bindings.outputs],
  ] as const) {
    for (const tensor of tensors) {
      check(`${what} name`, tensor.name);
      checkType(tensor, check);
    }
    for (const { tensorName = '', dimNames = [] } of named.values()) {
      check('tensor name', tensorName);
      for (const name of dimNames) check('name of an axis', name);
    }
  }
}

function checkType({ shape, encoding }: TensorType, check: Check): void {
  if (shape.rank === 'known') {
    for (const dim of shape.dims) if (dim.kind === 'symbolic') check('symbol', dim.name);
  }
  if (encoding.kind !== 'composite') return;
  check('type spec', encoding.typeSpec);
  for (const component of encoding.components) checkType(component, check);
}
