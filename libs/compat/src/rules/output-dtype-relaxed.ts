import { quoteName } from '@sigcat/core';
import { warningUnlessStrict } from '../level-choices';
import { defineRule } from '../rule';

/**
 * An unspecified dtype is judged like an unknown rank: the file does not record it, so it may be any.
 */
export const outputDtypeRelaxed = defineRule({
  id: 'output-dtype-relaxed',
  summary: 'The dtype of an output is not recorded any more',
  why: 'The candidate does not say which dtype it gives: the old one, or another that callers cannot decode.',
  fix: 'Record the dtype again, or check what the model gives.',
  coordinates: { subject: 'output', aspect: 'dtype', change: 'relaxed' },
  levels: { tensor: warningUnlessStrict, json: warningUnlessStrict },
  mirrors: ['output-dtype-restricted'],
  message: ({ name, before }) => `Output ${quoteName(name)} records no dtype any more, was ${before}.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      after: 'serving_default(x: float32[?,3]) -> (y: unspecified[?])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (y: unspecified[?])',
      after: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      fires: false,
    },
  ],
});
