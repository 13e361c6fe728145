import { printDim, quoteName } from '@sigcat/core';
import { type DimChanged, keepsUnknownBatch } from '../facts';
import { type LevelChoice } from '../level-choice';
import { warningUnlessStrict } from '../level-choices';
import { defineRule } from '../rule';

const errorForRows: LevelChoice<DimChanged> = {
  text: `error; ${warningUnlessStrict.text} where the rank of the input is not recorded`,
  of: (fact, settings) =>
    keepsUnknownBatch(fact.signatures) === 'yes' ? 'error' : warningUnlessStrict.of(fact, settings),
};

/**
 * Taken as sets the new answers are among the old ones. What breaks is the promise between input and output.
 */
export const outputBatchDimFixed = defineRule({
  id: 'output-batch-dim-fixed',
  summary: 'An output gives a fixed number of rows for a batch of any size',
  why: 'Where an input still takes any number of rows, callers expect one answer for each. They get a fixed number instead and cannot tell which row an answer belongs to.',
  fix: 'Export with an unknown size on the first axis of the output.',
  coordinates: { subject: 'output', aspect: 'dim', change: 'restricted' },
  when: ({ axis, signatures }) => axis === 0 && keepsUnknownBatch(signatures) !== 'no',
  levels: { tensor: errorForRows, json: errorForRows },
  mirrors: ['output-dim-relaxed'],
  message: ({ name, after, signatures }) => {
    const takes = keepsUnknownBatch(signatures) === 'yes' ? 'takes' : 'may take';
    return `Output ${quoteName(name)} has the size ${printDim(after)} on its first axis, was any, while an input ${takes} any number of rows.`;
  },
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?,10])',
      after: 'serving_default(x: float32[?,3]) -> (y: float32[1,10])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[...]) -> (y: float32[?,10])',
      after: 'serving_default(x: float32[...]) -> (y: float32[1,10])',
      fires: true,
      note: 'the input may take any number of rows or not',
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?,10])',
      after: 'serving_default(x: float32[1,3]) -> (y: float32[1,10])',
      fires: false,
      note: 'the input takes one row now, and the output goes with it',
    },
  ],
});
