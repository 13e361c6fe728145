import { printShape, quoteName } from '@sigcat/core';
import { warningUnlessStrict } from '../level-choices';
import { defineRule } from '../rule';

export const outputRankRelaxed = defineRule({
  id: 'output-rank-relaxed',
  summary: 'The rank of an output is not recorded any more',
  why: 'The candidate does not promise the old shape any more. Exporters often lose shapes, so the model may well give the same.',
  fix: 'Record the shape again, or check what the model gives.',
  coordinates: { subject: 'output', aspect: 'rank', change: 'relaxed' },
  levels: { tensor: warningUnlessStrict, json: warningUnlessStrict },
  mirrors: ['output-rank-restricted'],
  message: ({ name, before }) => `Output ${quoteName(name)} may have any shape, was ${printShape(before)}.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?,10])',
      after: 'serving_default(x: float32[?,3]) -> (y: float32[...])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[...])',
      after: 'serving_default(x: float32[?,3]) -> (y: float32[...])',
      fires: false,
    },
  ],
});
