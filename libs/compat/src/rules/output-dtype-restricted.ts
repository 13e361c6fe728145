import { quoteName } from '@sigcat/core';
import { dtypeOverJson } from '../facts';
import { warningUnlessStrict } from '../level-choices';
import { defineRule } from '../rule';

/**
 * An unspecified dtype is judged like an unknown rank: the file does not record it, so it may be any.
 */
export const outputDtypeRestricted = defineRule({
  id: 'output-dtype-restricted',
  summary: 'The dtype of an output is recorded now',
  why: 'Callers had to be ready for any dtype, this one included. Over JSON they cannot have been where it is one that JSON cannot carry: then it was another one, or nobody called.',
  fix: 'Nothing, unless there are callers over JSON and JSON cannot carry the dtype: then check what the baseline gives.',
  coordinates: { subject: 'output', aspect: 'dtype', change: 'restricted' },
  levels: {
    tensor: 'info',
    json: {
      text: `info; ${warningUnlessStrict.text} for a dtype that JSON cannot carry`,
      of: (fact, settings) =>
        dtypeOverJson(fact.after) === 'yes' ? 'info' : warningUnlessStrict.of(fact, settings),
    },
  },
  mirrors: ['output-dtype-relaxed'],
  message: ({ name, after }) => `Output ${quoteName(name)} gives ${after}; no dtype was recorded.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (y: unspecified[?])',
      after: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (y: unspecified[?])',
      after: 'serving_default(x: float32[?,3]) -> (y: bfloat16[?])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      after: 'serving_default(x: float32[?,3]) -> (y: unspecified[?])',
      fires: false,
    },
  ],
});
