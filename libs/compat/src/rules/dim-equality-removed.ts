import { quoteName } from '@sigcat/core';
import { type DimEquality } from '../facts';
import { type LevelChoice } from '../level-choice';
import { defineRule } from '../rule';
import { printAxes } from '../texts';

const warningForOutputs: LevelChoice<DimEquality> = {
  text: 'warning with an output among the axes, else info',
  of: ({ between }) => (between === 'output' ? 'warning' : 'info'),
};

export const dimEqualityRemoved = defineRule({
  id: 'dim-equality-removed',
  summary: 'No symbol says any more that axes have to be equal',
  why: 'Between inputs a demand is dropped, and callers may go on meeting it. Where an output is among the axes a promise is withdrawn: callers may rely on getting as many rows as they send.',
  fix: 'Export with the common symbol, or check what the model gives.',
  coordinates: { subject: 'signature', aspect: 'dim-equality', change: 'removed' },
  levels: {
    tensor: warningForOutputs,
    json: warningForOutputs,
  },
  mirrors: ['dim-equality-added'],
  message: ({ signatures: { key }, axes }) =>
    `Signature ${quoteName(key)} does not say any more that ${printAxes(axes)}.`,
  examples: [
    {
      before: `
        format: onnx
        {}
        main(x: float32[N,3]) -> (y: float32[N])`,
      after: `
        format: onnx
        {}
        main(x: float32[?,3]) -> (y: float32[?])`,
      fires: true,
    },
    {
      before: `
        format: onnx
        {}
        main(ids: int64[?,T]) -> (labels: int64[T])`,
      after: `
        format: onnx
        {}
        main() -> (labels: int64[T])`,
      fires: true,
      note: 'where a server ignores the input that is gone, callers go on sending it',
    },
    {
      before: `
        format: onnx
        {}
        main(query: float32[N,8], keys: float32[N,8]) -> (best: int64[])`,
      after: `
        format: onnx
        {}
        main(query: float32[N,8], keys: float32[M,8]) -> (best: int64[])`,
      fires: true,
    },
    {
      before: `
        format: onnx
        {}
        main(query: float32[N,8], keys: float32[M,8]) -> (best: int64[])`,
      after: `
        format: onnx
        {}
        main(query: float32[?,8], keys: float32[?,8]) -> (best: int64[])`,
      fires: false,
      note: 'a symbol that stands once says no more than `?`',
    },
  ],
});
