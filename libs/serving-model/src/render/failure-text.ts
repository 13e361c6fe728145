import { quoteName } from '@sigcat/core';
import { type Failure, type FailureReason } from '../ruling';

const texts: Readonly<Record<FailureReason, (output: string) => string>> = {
  'no-outputs': () => 'there are no outputs to answer with',
  'output-not-dense': (output) => `${output} is not dense, as JSON has to be`,
  'output-not-json': (output) => `JSON cannot carry the dtype of ${output}`,
  'unrecorded-not-json': (output) => `JSON may not carry the dtype of ${output}`,
  'output-without-rows': (output) => `${output} has no rows`,
  'no-rows': () => 'the outputs have no row',
  'rows-differ': () => 'the outputs have not equally many rows',
  'unfit-dtype': (output) => `${output} has a dtype that the API does not answer with`,
  'unfit-shape': (output) => `${output} has a shape that the API does not answer with`,
  'classes-differ': () => 'there are not as many classes as scores',
};

/** Why a server fails with a request: `error: output scores has no rows`. */
export function failureText({ reason, tensor }: Failure): string {
  return `error: ${texts[reason](tensor === undefined ? 'an output' : `output ${quoteName(tensor)}`)}`;
}
