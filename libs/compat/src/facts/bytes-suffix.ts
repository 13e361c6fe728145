import { type TensorRenamed } from './fact';

const suffix = '_bytes';

/**
 * Is an output of strings renamed so that it gains or loses `_bytes`? By that suffix TensorFlow Serving's REST API
 * knows bytes from text: it gives `{"b64": "aGk="}` for the one and `"hi"` for the other.
 */
export function crossesBytesSuffix({ subject, before, after }: TensorRenamed): boolean {
  return (
    subject === 'output' &&
    before.dtype === 'string' &&
    before.name.endsWith(suffix) !== after.name.endsWith(suffix)
  );
}
