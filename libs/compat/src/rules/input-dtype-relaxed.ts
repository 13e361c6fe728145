import { quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

/**
 * An unspecified dtype is judged like an unknown rank: the file does not record it, so it may be any.
 */
export const inputDtypeRelaxed = defineRule({
  id: 'input-dtype-relaxed',
  summary: 'The dtype of an input is not recorded any more',
  why: 'As far as the signature says, the input takes any dtype, the old one included.',
  fix: 'Record the dtype again if you can: callers read it from the signature.',
  coordinates: { subject: 'input', aspect: 'dtype', change: 'relaxed' },
  levels: { tensor: 'info', json: 'info' },
  mirrors: ['input-dtype-restricted'],
  message: ({ name, before }) => `Input ${quoteName(name)} records no dtype any more, was ${before}.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      after: 'serving_default(x: unspecified[?,3]) -> (y: float32[?])',
      fires: true,
    },
    {
      before: 'serving_default(x: unspecified[?,3]) -> (y: float32[?])',
      after: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      fires: false,
    },
  ],
});
