import { quoteName } from '@sigcat/core';
import { printDefault } from '../notation/print';
import { defineRule } from '../rule';

export const inputDefaultChanged = defineRule({
  id: 'input-default-changed',
  summary: 'The default value of an input is another one',
  why: 'Callers that leave the input out still get an answer, but to another question. Over JSON nobody leaves it out.',
  fix: 'Check that the new default is what those callers want, or have them send the old value.',
  coordinates: { subject: 'input', aspect: 'default', change: 'changed' },
  levels: { tensor: 'warning', json: 'info' },
  mirrors: ['input-default-changed'],
  message: ({ name, before, after }) => {
    const value = after === undefined ? 'no default value any more' : `the default ${printDefault(after)}`;
    return `Input ${quoteName(name)} has ${value}${before === undefined ? '' : `, was ${printDefault(before)}`}.`;
  },
  examples: [
    {
      before: 'serving_default(x: float32[?,3], k?: int64[] = 5) -> (y: float32[?])',
      after: 'serving_default(x: float32[?,3], k?: int64[] = 10) -> (y: float32[?])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3], lang?: string[] = "en") -> (y: float32[?])',
      after: 'serving_default(x: float32[?,3], lang?: string[]) -> (y: float32[?])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3], lang?: string[] = "en") -> (y: float32[?])',
      after: 'serving_default(x: float32[?,4], lang?: string[] = "en") -> (y: float32[?])',
      fires: false,
    },
  ],
});
