import { quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const methodNameChanged = defineRule({
  id: 'method-name-changed',
  summary: 'A signature was exported for another API',
  why: 'The method name says which API a signature is for: predict, classify or regress. TensorFlow 2 always writes predict and TensorFlow Serving ignores the name unless it is told to check it, so only some callers notice.',
  fix: 'Check that no caller uses the classify or regress API of this signature, or export with the old method name.',
  coordinates: { subject: 'signature', aspect: 'method-name', change: 'changed' },
  levels: { tensor: 'warning', json: 'warning' },
  mirrors: ['method-name-changed'],
  message: ({ signatures: { key, before, after } }) =>
    `Signature ${quoteName(key)} has the method name ${quoteName(after.methodName)}, was ${quoteName(before.methodName)}.`,
  examples: [
    {
      before: 'spam(inputs: string[?]) -> (scores: float32[?,2]) as tensorflow/serving/classify',
      after: 'spam(inputs: string[?]) -> (scores: float32[?,2]) as tensorflow/serving/predict',
      fires: true,
    },
    {
      before: 'spam(inputs: string[?]) -> (scores: float32[?,2]) as tensorflow/serving/classify',
      after: 'spam(inputs: string[?]) -> (scores: float32[?,3]) as tensorflow/serving/classify',
      fires: false,
    },
  ],
});
