import { quoteName } from '@sigcat/core';
import { crossesBytesSuffix, isAlone } from '../facts';
import { defineRule } from '../rule';

export const outputRenamed = defineRule({
  id: 'output-renamed',
  summary: 'An output has another name',
  why: 'Callers read results by name and do not find the old one. Over JSON a single output comes without its name, unless callers ask for it. Frameworks often number outputs anew when a layer is added.',
  fix: 'Name the outputs when exporting, and keep the names.',
  coordinates: { subject: 'output', aspect: 'name', change: 'renamed' },
  when: (fact) => !crossesBytesSuffix(fact),
  levels: {
    tensor: 'error',
    json: {
      text: 'error; warning for the only output',
      of: (fact) => (isAlone(fact) ? 'warning' : 'error'),
    },
  },
  mirrors: ['output-renamed'],
  message: ({ before, after }) => `Output ${quoteName(before.name)} is called ${quoteName(after.name)} now.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (dense_1: float32[?,10])',
      after: 'serving_default(x: float32[?,3]) -> (dense_4: float32[?,10])',
      fires: true,
      note: 'it is the only one',
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (a: float32[?,10], b: int64[?])',
      after: 'serving_default(x: float32[?,3]) -> (b: int64[?], c: float32[?,10])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?,10])',
      after: 'serving_default(x: float32[?,3]) -> (a: float32[?,10], b: float32[?,10])',
      fires: false,
      note: '`y` could have become `a` or `b`, and nothing is guessed',
    },
  ],
});
