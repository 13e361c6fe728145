import { quoteName } from '@sigcat/core';
import { errorWhereSure } from '../level-choices';
import { defineRule } from '../rule';

export const classifyApiLost = defineRule({
  id: 'classify-api-lost',
  summary: 'A signature does not fit the classify API any more',
  why: 'TensorFlow Serving classifies by any signature that takes tf.Examples in one input `inputs` and gives `classes`, `scores` or both, with a row for each example, and at most two outputs. For one that does not, it answers with an error. It looks at the structure alone, unless it is told to look at the method name.',
  fix: 'Keep a signature of that structure, or check that nobody classifies by this one.',
  coordinates: { subject: 'signature', aspect: 'classify-api', change: 'removed' },
  levels: { tensor: errorWhereSure, json: errorWhereSure },
  mirrors: ['classify-api-gained'],
  message: ({ signatures: { key }, sure }) =>
    `Signature ${quoteName(key)} does not fit the classify API${sure ? ' any more' : '; whether it did is not recorded'}.`,
  examples: [
    {
      before: 'spam(inputs: string[?]) -> (scores: float32[?,2]) as tensorflow/serving/classify',
      after: 'spam(inputs: string[?]) -> (probabilities: float32[?,2]) as tensorflow/serving/classify',
      fires: true,
    },
    {
      before: 'spam(inputs: string[?]) -> (scores: float32[?,2])',
      after: 'spam(inputs: string[?]) -> (scores: float32[?])',
      fires: true,
      note: 'the server wants a row of scores for each example',
    },
    {
      before: 'spam(inputs: string[?]) -> (classes: string[?,2], scores: float32[?,2])',
      after:
        'spam(inputs: string[?]) -> (classes: string[?,2], embedding: float32[?,64], scores: float32[?,2])',
      fires: true,
      note: 'the server takes no more than two outputs',
    },
    {
      before: 'spam(inputs: string[?]) -> (scores: float32[...])',
      after: 'spam(inputs: string[?]) -> (scores: float32[?])',
      fires: true,
      note: 'whether it fitted before is not recorded',
    },
    {
      before: 'spam(inputs: string[?]) -> (scores: float32[?,2])',
      after: 'spam(inputs: string[?]) -> (scores: float32[1,2])',
      fires: true,
      note: 'it fits one example at a time only',
    },
    {
      before: 'spam(inputs: string[?]) -> (scores: float32[?,2])',
      after: 'spam(inputs: string[?]) -> (embedding: float32[?,64], scores: float32[?,2])',
      fires: false,
      note: 'the server passes over a second output',
    },
    {
      before: 'score(inputs: float32[?,8]) -> (scores: float32[?,2])',
      after: 'score(inputs: float32[?,8]) -> (logits: float32[?,2])',
      fires: false,
      note: 'it never took tf.Examples',
    },
  ],
});
