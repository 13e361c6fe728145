import { printTensor } from '@sigcat/core';
import { moreSerious } from '../level';
import { notOverJson, warningUnlessStrict } from '../level-choices';
import { defineRule } from '../rule';

/** Takes the place of output-added where the new output also spoils the others. */
export const outputUnbatchedAdded = defineRule({
  id: 'output-unbatched-added',
  summary: 'An output is new that has no row for each row of the others',
  why: 'Over JSON in row form TensorFlow Serving cuts all outputs along their first axis, and answers with an error where one has no such axis or another size on it. So the new output breaks every call in that form. Typed callers pass over it.',
  fix: 'Give the output the first axis of the others, or export the new signature under a key of its own.',
  coordinates: { subject: 'output', aspect: 'presence', change: 'added' },
  when: ({ sharesRows }) => sharesRows !== 'yes',
  levels: {
    tensor: 'info',
    json: {
      text: `error; ${warningUnlessStrict.text} beside several outputs where ranks or sizes are not recorded`,
      of: ({ sharesRows, signatures, spec }, settings) => {
        if (signatures.before.signature.outputs.length === 1) return 'error';
        const level = sharesRows === 'no' ? 'error' : warningUnlessStrict.of(spec, settings);
        return moreSerious(level, notOverJson(spec, settings) ?? 'info');
      },
    },
  },
  mirrors: ['output-removed'],
  message: ({ sharesRows, spec }) =>
    `Output ${printTensor(spec)} is new and ${sharesRows === 'no' ? 'has' : 'may have'} no row for each row of the others.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (a: float32[?], b: float32[?])',
      after: 'serving_default(x: float32[?,3]) -> (a: float32[?], b: float32[?], version: int64[])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (a: float32[?], b: float32[?])',
      after: 'serving_default(x: float32[?,3]) -> (a: float32[?], anchors: float32[100,4], b: float32[?])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (a: float32[?], b: float32[?])',
      after: 'serving_default(x: float32[?,3]) -> (a: float32[?], b: float32[?], c: float32[...])',
      fires: true,
      note: 'it may have rows or not',
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (a: float32[1], b: float32[?])',
      after: 'serving_default(x: float32[?,3]) -> (a: float32[1], b: float32[?], c: float32[4])',
      fires: true,
      note: 'one row could be sent, and none can',
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (a: float32[?], b: float32[?])',
      after: 'serving_default(x: float32[?,3]) -> (a: float32[?], b: float32[?], c: float32[?,8])',
      fires: false,
    },
    {
      before: 'serving_default(jpeg: string[]) -> (boxes: float32[?,4], scores: float32[?])',
      after: 'serving_default(jpeg: string[]) -> (boxes: float32[?,4], count: int64[], scores: float32[?])',
      fires: false,
      note: 'an input without rows cannot be sent in row form',
    },
  ],
});
