import { quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const inputRenamed = defineRule({
  id: 'input-renamed',
  summary: 'An input has another name',
  why: 'Callers bind values by name: the old name is not known any more, and the new one is missing from their requests.',
  fix: 'Export with the old name.',
  coordinates: { subject: 'input', aspect: 'name', change: 'renamed' },
  levels: { backward: { tensor: 'error' } },
  message: ({ before, after }) => `Input ${quoteName(before.name)} is called ${quoteName(after.name)} now.`,
  examples: [
    {
      before: 'serving_default(ids: int64[?,128], mask: bool[?,128]) -> (logits: float32[?,2])',
      after: 'serving_default(mask: bool[?,128], tokens: int64[?,128]) -> (logits: float32[?,2])',
      fires: true,
    },
    {
      before: 'serving_default(ids: int64[?,128]) -> (logits: float32[?,2])',
      after: 'serving_default(tokens: int32[?,128]) -> (logits: float32[?,2])',
      fires: false,
      note: 'they differ in more than the name',
    },
  ],
});
