import { type DType, type NamedSignature, type Signature, type TensorSpec } from '@sigcat/core';
import { allOf, type Fit } from './fit';

/*
 * What TensorFlow Serving's classify and regress APIs ask of a signature (classifier.cc, regressor.cc), whatever its
 * method name says: the server looks at that only when it is told to. They send tf.Examples, one row each, give the
 * results back in a message of their own, and answer with an error when the outputs do not fit it.
 */

/** One or two outputs, of which at least one is `classes` or `scores`, with a row of classes for each example. */
export function servesClassify({ inputs, outputs }: Signature): Fit {
  if (!takeExamples(inputs) || outputs.length > 2) return 'no';
  const read = outputs.filter(({ name }) => name === 'classes' || name === 'scores');
  if (read.length === 0) return 'no';
  return allOf(
    ...read.flatMap((output) => [
      hasDType(output, output.name === 'classes' ? 'string' : 'float32'),
      hasRank(output, 2),
      hasRowsOf(output, inputs[0]),
    ]),
  );
}

/** One output `outputs` with a number for each example, by itself or in a row. */
export function servesRegress({ inputs, outputs }: Signature): Fit {
  const [output] = outputs;
  if (!takeExamples(inputs) || output?.name !== 'outputs' || outputs.length > 1) return 'no';
  return allOf(
    hasDType(output, 'float32'),
    hasRank(output, 1, 2),
    hasOneColumn(output),
    hasRowsOf(output, inputs[0]),
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

/** What an input does not record, it takes. */
function takeExamples(inputs: readonly TensorSpec[]): boolean {
  const [input] = inputs;
  if (input?.name !== 'inputs' || inputs.length > 1) return false;
  return hasDType(input, 'string') !== 'no' && hasRank(input, 1) !== 'no';
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

/** An output of a fixed number of rows fits as many examples only. */
function hasRowsOf(output: TensorSpec, input: TensorSpec | undefined): Fit {
  const rows = fixedRows(output);
  return rows === undefined || rows === (input && fixedRows(input)) ? 'yes' : 'no';
}

function fixedRows({ shape }: TensorSpec): number | undefined {
  const first = shape.rank === 'known' ? shape.dims[0] : undefined;
  return first?.kind === 'fixed' ? first.size : undefined;
}
