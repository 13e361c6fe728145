import { printTensor } from '@sigcat/core';
import { takesRows } from '../facts';
import { defineRule } from '../rule';

export const inputRemoved = defineRule({
  id: 'input-removed',
  summary: 'An input is gone',
  why: 'Callers still send it, and TensorFlow Serving and Triton reject a request with an input that the signature does not have. Some servers ignore it, that of MLflow for one; so does REST in its columnar form, but not in its row form, which takes tensors with a first axis only.',
  fix: 'Keep the input and ignore its value, or move the callers first. Where the server ignores inputs it does not know, set `extra_inputs: ignore`.',
  coordinates: { subject: 'input', aspect: 'presence', change: 'removed' },
  levels: {
    tensor: {
      text: 'error; info with `extra_inputs: ignore`',
      of: (_, { extraInputs }) => (extraInputs === 'ignore' ? 'info' : 'error'),
    },
    json: {
      text: 'error; info where rows cannot be sent and another input is left',
      of: ({ signatures: { before, after } }) =>
        takesRows(before.signature) || after.signature.inputs.length === 0 ? 'error' : 'info',
    },
  },
  mirrors: ['input-added', 'input-added-with-default'],
  message: ({ spec }) => `Input ${printTensor(spec)} is gone.`,
  examples: [
    {
      before: 'serving_default(ids: int64[?,128], mask: bool[?,128]) -> (logits: float32[?,2])',
      after: 'serving_default(ids: int64[?,128]) -> (logits: float32[?,2])',
      fires: true,
    },
    {
      before: 'serving_default(a: float32[?], b: float32[?]) -> (y: float32[?])',
      after: 'serving_default(c: float32[?]) -> (y: float32[?])',
      fires: true,
      note: 'both `a` and `b` could have become `c`, so neither is called renamed',
    },
    {
      before: 'serving_default(jpeg: string[], size: int32[]) -> (scores: float32[1000])',
      after: 'serving_default(jpeg: string[]) -> (scores: float32[1000])',
      fires: true,
      note: 'scalars cannot be sent in rows, so that callers over JSON send columns',
    },
    {
      before: 'serving_default(ids: int64[?,128]) -> (logits: float32[?,2])',
      after: 'serving_default(tokens: int64[?,128]) -> (logits: float32[?,2])',
      fires: false,
      note: 'it was renamed',
    },
  ],
});
