import { quoteName } from '@sigcat/core';
import { type DimEquality } from '../facts';
import { type LevelChoice } from '../level-choice';
import { defineRule } from '../rule';
import { printAxes } from '../texts';

const warningForDemands: LevelChoice<DimEquality> = {
  text: 'warning between inputs, or where an output need not have a row for each row any more; else info',
  of: ({ between, costsRows }) => (between === 'input' || costsRows ? 'warning' : 'info'),
};

export const dimEqualityAdded = defineRule({
  id: 'dim-equality-added',
  summary: 'A symbol says that axes have to be equal',
  why: 'Between inputs it is a demand: callers may have sent axes of different sizes, which are rejected now. Where an output is among the axes it is a promise, which callers need not make use of; but if that ties the first axis of the output to another one than that of the rows, there is not a row for each row sent any more.',
  fix: 'Check that callers send equal sizes, or export without the common symbol.',
  coordinates: { subject: 'signature', aspect: 'dim-equality', change: 'added' },
  levels: {
    tensor: warningForDemands,
    json: warningForDemands,
  },
  mirrors: ['dim-equality-removed'],
  message: ({ signatures: { key }, axes }) => `Signature ${quoteName(key)} says that ${printAxes(axes)} now.`,
  examples: [
    {
      before: `
        format: onnx
        {}
        main(ids: int64[N,T], mask: bool[N,S]) -> (logits: float32[N,2])`,
      after: `
        format: onnx
        {}
        main(ids: int64[N,T], mask: bool[N,T]) -> (logits: float32[N,2])`,
      fires: true,
    },
    {
      before: `
        format: onnx
        {}
        main(x: float32[?,3]) -> (y: float32[?])`,
      after: `
        format: onnx
        {}
        main(x: float32[N,3]) -> (y: float32[N])`,
      fires: true,
      note: 'as many rows come back as were sent, which was not promised before',
    },
    {
      before: `
        format: onnx
        {}
        main(ids: int64[N,T]) -> (labels: int64[?])`,
      after: `
        format: onnx
        {}
        main(ids: int64[N,T]) -> (labels: int64[T])`,
      fires: true,
      note: 'callers take the first axis for as many rows as they send, and it is not',
    },
    {
      before: `
        format: onnx
        {}
        main(x: float32[N,3], w: float32[N]) -> (y: float32[N])`,
      after: `
        format: onnx
        {}
        main(x: float32[batch,3], w: float32[batch]) -> (y: float32[batch])`,
      fires: false,
      note: 'the symbol is only called differently',
    },
    {
      before: `
        format: onnx
        {}
        main(x: float32[8,3], w: float32[8]) -> (y: float32[])`,
      after: `
        format: onnx
        {}
        main(x: float32[N,3], w: float32[N]) -> (y: float32[])`,
      fires: false,
      note: 'two axes of size 8 are equal already',
    },
  ],
});
