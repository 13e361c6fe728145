import { quoteName } from '@sigcat/core';
import { crossesBytesSuffix } from '../facts';
import { defineRule } from '../rule';

/** Takes the place of output-renamed where more than the name changes. */
export const outputBytesSuffixChanged = defineRule({
  id: 'output-bytes-suffix-changed',
  summary: 'The name of a string output gains or loses `_bytes`',
  why: 'By that suffix TensorFlow Serving decides how strings stand in JSON: as text, or in base64 as `{"b64": …}`. So the answer looks different even where it comes without the name. Typed callers do not find the old name.',
  fix: 'Export with the old name.',
  coordinates: { subject: 'output', aspect: 'name', change: 'renamed' },
  when: crossesBytesSuffix,
  levels: { tensor: 'error', json: 'error' },
  mirrors: ['output-bytes-suffix-changed'],
  message: ({ before, after }) =>
    `Output ${quoteName(before.name)} is called ${quoteName(after.name)} now, and its strings look different in JSON.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (jpeg: string[?])',
      after: 'serving_default(x: float32[?,3]) -> (jpeg_bytes: string[?])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (jpeg_bytes: string[?])',
      after: 'serving_default(x: float32[?,3]) -> (png_bytes: string[?])',
      fires: false,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (jpeg: string[?,0])',
      after: 'serving_default(x: float32[?,3]) -> (jpeg_bytes: string[?,0])',
      fires: false,
      note: 'there are never any strings in it',
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (size: int64[?])',
      after: 'serving_default(x: float32[?,3]) -> (size_bytes: int64[?])',
      fires: false,
      note: 'only strings are written so',
    },
  ],
});
