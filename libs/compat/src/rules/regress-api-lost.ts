import { quoteName } from '@sigcat/core';
import { errorWhereSure } from '../level-choices';
import { defineRule } from '../rule';

export const regressApiLost = defineRule({
  id: 'regress-api-lost',
  summary: 'A signature does not fit the regress API any more',
  why: 'TensorFlow Serving regresses by any signature that takes tf.Examples in one input `inputs` and gives one output `outputs`, a number for each example. For one that does not, it answers with an error. It looks at the structure alone, unless it is told to look at the method name.',
  fix: 'Keep a signature of that structure, or check that nobody regresses by this one.',
  coordinates: { subject: 'signature', aspect: 'regress-api', change: 'removed' },
  levels: { tensor: errorWhereSure, json: errorWhereSure },
  mirrors: ['regress-api-gained'],
  message: ({ signatures: { key }, sure }) =>
    `Signature ${quoteName(key)} does not fit the regress API${sure ? ' any more' : '; whether it did is not recorded'}.`,
  examples: [
    {
      before: 'price(inputs: string[?]) -> (outputs: float32[?,1]) as tensorflow/serving/regress',
      after: 'price(inputs: string[?]) -> (outputs: float32[?,2]) as tensorflow/serving/regress',
      fires: true,
    },
    {
      before: 'price(inputs: string[?]) -> (outputs: float32[?,1])',
      after: 'price(inputs: string[?]) -> (price: float32[?,1])',
      fires: true,
    },
    {
      before: 'price(inputs: string[?]) -> (outputs: float32[?,1]) as tensorflow/serving/regress',
      after: 'price(inputs: string[?]) -> (outputs: float32[?]) as tensorflow/serving/regress',
      fires: false,
      note: 'both are one number for each example, and callers do not see the shape',
    },
  ],
});
