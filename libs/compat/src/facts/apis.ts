import { type DType, type NamedSignature, type Signature, type TensorSpec } from '@sigcat/core';
import { allOf, type Fit } from './fit';

/*
 * What TensorFlow Serving's classify and regress APIs ask of a signature (classifier.cc, regressor.cc), whatever its
 * method name says: the server looks at that only when it is told to. They send tf.Examples, one row each, give the
 * results back in a message of their own, and answer with an error when the outputs do not fit it.
 */

/** What use a signature is to callers of such an API. */
export interface ApiUse {
  readonly fit: Fit;
  /** How many examples the input takes, where it is not any number of them. */
  readonly takes?: number;
  /** How many rows come back, where that does not go with the number of examples: nothing else can be sent then. */
  readonly gives?: number;
}

const none: ApiUse = { fit: 'no' };

/** One or two outputs, of which at least one is `classes` or `scores`, with a row of classes for each example. */
export function servesClassify({ inputs, outputs }: Signature): ApiUse {
  if (outputs.length > 2) return none;
  const read = outputs.filter(({ name }) => name === 'classes' || name === 'scores');
  return useOf(
    inputs,
    read,
    haveOneSize(read, 1) ? 'yes' : 'no',
    ...read.flatMap((output) => [
      hasDType(output, output.name === 'classes' ? 'string' : 'float32'),
      hasRank(output, 2),
    ]),
  );
}

/** One output `outputs` with a number for each example, by itself or in a row. */
export function servesRegress({ inputs, outputs }: Signature): ApiUse {
  const [output] = outputs;
  if (output?.name !== 'outputs' || outputs.length > 1) return none;
  return useOf(inputs, outputs, hasDType(output, 'float32'), hasRank(output, 1, 2), hasOneColumn(output));
}

/** Is there a call that worked and that does not any more? What the input takes is seen by itself. */
export function losesUse(before: ApiUse, after: ApiUse): boolean {
  if (before.fit === 'no') return false;
  if (after.fit === 'no') return true;
  return (
    after.gives !== undefined && after.takes === undefined && after.gives !== (before.takes ?? before.gives)
  );
}

const fixedAnswers: ReadonlySet<string> = new Set([
  'tensorflow/serving/classify',
  'tensorflow/serving/regress',
]);

/** Was the signature exported for an API whose answers show nothing of the names and shapes of outputs? */
export function hasFixedAnswer({ methodName }: NamedSignature): boolean {
  return fixedAnswers.has(methodName);
}

/** @param read the outputs that go into the answer */
function useOf(inputs: readonly TensorSpec[], read: readonly TensorSpec[], ...fits: readonly Fit[]): ApiUse {
  const [input] = inputs;
  if (input === undefined || inputs.length > 1 || read.length === 0 || !haveOneSize(read, 0)) return none;
  const takes = fixedSize(input, 0);
  const gives = read.map((output) => fixedSize(output, 0)).find((rows) => rows !== undefined);
  const differ = takes !== undefined && gives !== undefined && takes !== gives;
  if (differ || takes === 0 || gives === 0) return none;
  const fit = allOf(takesExamples(input), ...fits);
  if (fit === 'no') return none;
  return { fit, ...(takes !== undefined && { takes }), ...(gives !== undefined && { gives }) };
}

/** A rank that an input does not record it takes; whether it took strings is another matter. */
function takesExamples(input: TensorSpec): Fit {
  if (input.name !== 'inputs' || hasRank(input, 1) === 'no') return 'no';
  return hasDType(input, 'string');
}

function hasDType({ dtype, encoding }: TensorSpec, wanted: DType): Fit {
  if (encoding.kind !== 'dense') return 'no';
  return dtype === wanted ? 'yes' : dtype === 'unspecified' ? 'maybe' : 'no';
}

function hasRank({ shape }: TensorSpec, ...wanted: readonly number[]): Fit {
  if (shape.rank === 'unknown') return 'maybe';
  return wanted.includes(shape.dims.length) ? 'yes' : 'no';
}

function hasOneColumn({ shape }: TensorSpec): Fit {
  if (shape.rank === 'unknown') return 'maybe';
  const [, columns] = shape.dims;
  if (columns === undefined) return 'yes';
  return columns.kind !== 'fixed' ? 'maybe' : columns.size === 1 ? 'yes' : 'no';
}

/** Sizes that are not recorded are no different. */
function haveOneSize(specs: readonly TensorSpec[], axis: number): boolean {
  const sizes = new Set(specs.map((spec) => fixedSize(spec, axis)));
  sizes.delete(undefined);
  return sizes.size <= 1;
}

function fixedSize({ shape }: TensorSpec, axis: number): number | undefined {
  const dim = shape.rank === 'known' ? shape.dims[axis] : undefined;
  return dim?.kind === 'fixed' ? dim.size : undefined;
}
