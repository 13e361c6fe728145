import { printShape, quoteName } from '@sigcat/core';
import { warningUnlessStrict } from '../level-choices';
import { defineRule } from '../rule';

export const inputRankRestricted = defineRule({
  id: 'input-rank-restricted',
  summary: 'The rank of an input is recorded now',
  why: 'The baseline did not say which shapes it takes. Exporters often lose shapes, so callers may well send what is recorded now, or something else.',
  fix: 'Check that callers send this shape already.',
  coordinates: { subject: 'input', aspect: 'rank', change: 'restricted' },
  levels: { tensor: warningUnlessStrict, json: warningUnlessStrict },
  mirrors: ['input-rank-relaxed'],
  message: ({ name, after }) => `Input ${quoteName(name)} takes ${printShape(after)}; no shape was recorded.`,
  examples: [
    {
      before: 'serving_default(x: float32[...]) -> (y: float32[?])',
      after: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      after: 'serving_default(x: float32[...]) -> (y: float32[?])',
      fires: false,
    },
  ],
});
