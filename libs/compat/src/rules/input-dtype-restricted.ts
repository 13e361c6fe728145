import { quoteName } from '@sigcat/core';
import { warningUnlessStrict } from '../level-choices';
import { defineRule } from '../rule';

/**
 * An unspecified dtype is judged like an unknown rank: the file does not record it, so it may be any.
 */
export const inputDtypeRestricted = defineRule({
  id: 'input-dtype-restricted',
  summary: 'The dtype of an input is recorded now',
  why: 'The baseline did not say which dtype it takes. Callers may send the one that is recorded now, or another.',
  fix: 'Check that callers send this dtype already.',
  coordinates: { subject: 'input', aspect: 'dtype', change: 'restricted' },
  levels: { tensor: warningUnlessStrict, json: warningUnlessStrict },
  mirrors: ['input-dtype-relaxed'],
  message: ({ name, after }) => `Input ${quoteName(name)} takes ${after}; no dtype was recorded.`,
  examples: [
    {
      before: 'serving_default(x: unspecified[?,3]) -> (y: float32[?])',
      after: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      after: 'serving_default(x: unspecified[?,3]) -> (y: float32[?])',
      fires: false,
    },
  ],
});
