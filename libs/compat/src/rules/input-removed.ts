import { printTensor } from '@sigcat/core';
import { defineRule } from '../rule';

export const inputRemoved = defineRule({
  id: 'input-removed',
  summary: 'An input is gone',
  why: 'Callers still send it, and TensorFlow Serving and Triton reject a request with an input that the signature does not have. Some servers ignore it, that of MLflow for one; so does REST in its columnar form, but not in its row form.',
  fix: 'Keep the input and ignore its value, or move the callers first. Where the server ignores inputs it does not know, set `extra_inputs: ignore`.',
  coordinates: { subject: 'input', aspect: 'presence', change: 'removed' },
  levels: {
    tensor: {
      text: 'error; info with `extra_inputs: ignore`',
      of: (_, { extraInputs }) => (extraInputs === 'ignore' ? 'info' : 'error'),
    },
    json: 'error',
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
      before: 'serving_default(ids: int64[?,128]) -> (logits: float32[?,2])',
      after: 'serving_default(tokens: int64[?,128]) -> (logits: float32[?,2])',
      fires: false,
      note: 'it was renamed',
    },
  ],
});
