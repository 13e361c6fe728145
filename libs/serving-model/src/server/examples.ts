import { dense, type DType, type Signature, type TensorSpec } from '@sigcat/core';
import { type ResultsAnswer } from '../answer';
import { callSizes, settledSize } from '../call-sizes';
import { type ExamplesRequest } from '../request';
import { type Failure, type Refusal } from '../ruling';
import { type PossibleFailure } from './possible-failure';
import { tensorObjection } from './tensors';

/** Only TensorFlow Serving has these APIs, and it serves only this format. */
const served = 'saved-model';

interface Result {
  /** The output that it is taken from, and its dtype. */
  readonly output: string;
  readonly dtype: DType;
  readonly field: ResultsAnswer['fields'][number];
}

const results: Readonly<Record<ExamplesRequest['api'], readonly Result[]>> = {
  classify: [
    { output: 'classes', dtype: 'string', field: 'label' },
    { output: 'scores', dtype: 'float32', field: 'score' },
  ],
  regress: [{ output: 'outputs', dtype: 'float32', field: 'value' }],
};

/** Why a server does not take a call of the classify or regress API. */
export function refuseExamples(
  format: string,
  signature: Signature,
  { api, examples }: ExamplesRequest,
): Refusal | undefined {
  const [input, ...others] = signature.inputs;
  if (
    format !== served ||
    input?.name !== 'inputs' ||
    others.length > 0 ||
    signature.outputs.length > results[api].length ||
    outputsRead(signature, api).length === 0
  ) {
    return { reason: 'no-such-api' };
  }
  if (examples < 1) return { reason: 'no-instances' };
  return tensorObjection({ dtype: 'string', shape: [examples], encoding: dense }, input, new Map());
}

export function resultsOf(signature: Signature, { api, examples }: ExamplesRequest): ResultsAnswer {
  return {
    kind: 'results',
    results: examples,
    fields: outputsRead(signature, api).map(([{ field }]) => field),
  };
}

/**
 * How outputs can fail to go into results, one per example: classify reads [examples, classes], regress [examples]
 * or [examples, 1]. A server gives as many labels as scores, as it gives as many rows as it gets (`CallSizes`).
 */
export function resultsFailures(signature: Signature, request: ExamplesRequest): PossibleFailure[] {
  const { api, examples } = request;
  const sizes = callSizes(signature, request);
  const read = outputsRead(signature, api);
  const failures = read.flatMap(([{ dtype }, output]) => {
    const { name: tensor, shape, encoding } = output;
    const rank = shape.rank === 'known' ? shape.dims.length : undefined;
    const columns = rank === 2 && api === 'regress' ? settledSize(shape, 1, sizes) : 1;
    return [
      ...doubt({ reason: 'unfit-dtype', tensor }, encoding.kind, 'dense'),
      ...doubt(
        { reason: 'unfit-dtype', tensor },
        output.dtype === 'unspecified' ? undefined : output.dtype,
        dtype,
      ),
      ...doubt({ reason: 'unfit-shape', tensor }, rank, ...(api === 'classify' ? [2] : [1, 2])),
      ...doubt({ reason: 'unfit-shape', tensor }, settledSize(shape, 0, sizes), examples),
      ...doubt({ reason: 'unfit-shape', tensor }, columns, 1),
    ];
  });
  const columns = new Set(read.map(([, { shape }]) => settledSize(shape, 1, sizes)));
  columns.delete(undefined);
  const differ: PossibleFailure = { failure: { reason: 'classes-differ' }, certain: true };
  return columns.size > 1 ? [...failures, differ] : failures;
}

/** A failure unless what was found is among what is wanted; possible where nothing is known. */
function doubt<T>(failure: Failure, found: T | undefined, ...wanted: readonly T[]): PossibleFailure[] {
  if (found !== undefined && wanted.includes(found)) return [];
  return [{ failure, certain: found !== undefined }];
}

function outputsRead({ outputs }: Signature, api: ExamplesRequest['api']): [Result, TensorSpec][] {
  return results[api].flatMap((result) =>
    outputs.filter(({ name }) => name === result.output).map((spec): [Result, TensorSpec] => [result, spec]),
  );
}
