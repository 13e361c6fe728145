import { printDim, quoteName } from '@sigcat/core';
import { warningUnlessStrict } from '../level-choices';
import { defineRule } from '../rule';

export const outputDimRelaxed = defineRule({
  id: 'output-dim-relaxed',
  summary: 'An axis of an output may have any size now',
  why: 'Callers may have laid out buffers for the old size. Exporters often lose sizes, so the model may well give the same.',
  fix: 'Export with the fixed size, or check what the model gives.',
  coordinates: { subject: 'output', aspect: 'dim', change: 'relaxed' },
  levels: { tensor: warningUnlessStrict, json: warningUnlessStrict },
  mirrors: ['output-dim-restricted', 'output-batch-dim-fixed'],
  message: ({ name, axis, before }) =>
    `Axis ${axis} of output ${quoteName(name)} may have any size, was ${printDim(before)}.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (boxes: float32[?,100,4])',
      after: 'serving_default(x: float32[?,3]) -> (boxes: float32[?,?,4])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (boxes: float32[?,?,4])',
      after: 'serving_default(x: float32[?,3]) -> (boxes: float32[?,100,4])',
      fires: false,
    },
    {
      before: 'serving_default(ids: int32[8,?]) -> (scores: float32[8])',
      after: 'serving_default(ids: int32[N,?]) -> (scores: float32[N])',
      fires: false,
      note: 'it is as large as what callers send, which is of the old size',
    },
  ],
});
