import { quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const signatureRenamed = defineRule({
  id: 'signature-renamed',
  summary: 'A signature has another key',
  why: 'The key is the address that callers use. The same signature under another key is not found, even though nothing else changed.',
  fix: 'Export under the old key, or under both until all callers have moved.',
  coordinates: { subject: 'signature', aspect: 'name', change: 'renamed' },
  levels: { tensor: 'error', json: 'error' },
  mirrors: ['signature-renamed'],
  message: ({ key, newKey }) => `Signature ${quoteName(key)} is called ${quoteName(newKey)} now.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      after: 'serve(x: float32[?,3]) -> (y: float32[?])',
      fires: true,
      note: 'Keras 3 exports `serve` where TensorFlow exports `serving_default`',
    },
    {
      before: 'predict(x: float32[?,3]) -> (y: float32[?])',
      after: 'score(x: float32[?,4]) -> (y: float32[?])',
      fires: false,
      note: 'they differ in more than the key',
    },
  ],
});
