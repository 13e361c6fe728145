import { type TensorSpec } from '@sigcat/core';
import { isAlwaysEmpty } from './always-empty';
import { type Pair } from './pairs';

const suffix = '_bytes';

/**
 * Does an output of strings gain or lose `_bytes` with its name? By that suffix TensorFlow Serving's REST API knows bytes
 * from text: it gives `{"b64": "aGk="}` for the one and `"hi"` for the other.
 */
export function crossesBytesSuffix({ before, after }: Pair<TensorSpec>): boolean {
  return (
    before.dtype === 'string' &&
    after.dtype === 'string' &&
    !isAlwaysEmpty(after) &&
    before.name.endsWith(suffix) !== after.name.endsWith(suffix)
  );
}
