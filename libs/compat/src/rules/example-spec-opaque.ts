import { quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

/** Said of signatures that changed in something else, since one that is the same needs no word. */
export const exampleSpecOpaque = defineRule({
  id: 'example-spec-opaque',
  summary: 'A signature that changed takes serialized examples',
  why: 'Callers send tf.Examples, of which the signature shows only that they are strings. Which features they must have stands in the graph and is not compared, so whatever else is found, or is not, callers may break.',
  fix: 'Compare the feature specifications of both exports.',
  coordinates: { subject: 'signature', aspect: 'examples', change: 'unseen' },
  levels: { tensor: 'warning', json: 'warning' },
  mirrors: ['example-spec-opaque'],
  message: ({ signatures: { key } }) =>
    `Signature ${quoteName(key)} takes serialized examples, whose features are not compared.`,
  examples: [
    {
      before: 'predict(examples: string[?]) -> (scores: float32[?,2])',
      after: 'predict(examples: string[?]) -> (classes: string[?,2], scores: float32[?,2])',
      fires: true,
    },
    {
      before: 'predict(examples: string[?]) -> (scores: float32[?,2])',
      after: `
        predict(examples: string[?]) -> (scores: float32[?,2])
        embed(text: string[?]) -> (vector: float32[?,512])`,
      fires: false,
      note: 'the signature is the same',
    },
    {
      before: 'embed(text: string[?]) -> (vector: float32[?,512])',
      after: 'embed(text: string[?]) -> (tokens: int64[?], vector: float32[?,512])',
      fires: false,
      note: 'text, by the name of the input',
    },
  ],
});
