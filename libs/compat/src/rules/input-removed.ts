import { printTensor } from '@sigcat/core';
import { defineRule } from '../rule';

export const inputRemoved = defineRule({
  id: 'input-removed',
  summary: 'An input is gone',
  why: 'Callers still send it, and TensorFlow Serving and Triton reject a request with an input that the signature does not have.',
  fix: 'Keep the input and ignore its value, or move the callers first.',
  coordinates: { subject: 'input', aspect: 'presence', change: 'removed' },
  levels: { backward: { tensor: 'error' } },
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
