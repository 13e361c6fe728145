import { printTensor } from '@sigcat/core';
import { notOverJson, warningUnlessStrict } from '../level-choices';
import { defineRule } from '../rule';

export const outputAdded = defineRule({
  id: 'output-added',
  summary: 'An output is new',
  why: 'Callers read the outputs they know by name and pass over the others. Over JSON a single output comes as bare values and several come as objects, so that the answer looks different as soon as there is a second one; and one output that JSON cannot carry fails every call.',
  fix: 'Nothing where all callers speak a typed protocol (`transport: tensor`), or where it is neither the second one nor of a dtype that JSON cannot carry. Else export the new signature under a key of its own.',
  coordinates: { subject: 'output', aspect: 'presence', change: 'added' },
  when: ({ sharesRows }) => sharesRows === 'yes',
  levels: {
    tensor: 'info',
    json: {
      text: `error beside a single output or where JSON cannot carry it; ${warningUnlessStrict.text} where its dtype is not recorded; else info`,
      of: ({ signatures, spec }, settings) => {
        if (signatures.before.signature.outputs.length === 1) return 'error';
        return notOverJson(spec, settings) ?? 'info';
      },
    },
  },
  mirrors: ['output-removed'],
  message: ({ spec }) => `Output ${printTensor(spec)} is new.`,
  examples: [
    {
      before: 'serving_default(image: float32[?,224,224,3]) -> (scores: float32[?,1000])',
      after:
        'serving_default(image: float32[?,224,224,3]) -> (classes: string[?,1000], scores: float32[?,1000])',
      fires: true,
      note: 'it is the second one',
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (a: float32[?], b: float32[?])',
      after: 'serving_default(x: float32[?,3]) -> (a: float32[?], b: float32[?], c: float32[?])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (a: float32[?], b: float32[?])',
      after: 'serving_default(x: float32[?,3]) -> (a: float32[?], b: float32[?], c: float16[?])',
      fires: true,
      note: 'REST cannot encode it',
    },
    {
      before:
        'serving_default(image: float32[?,224,224,3]) -> (classes: string[?,1000], scores: float32[?,1000])',
      after: 'serving_default(image: float32[?,224,224,3]) -> (scores: float32[?,1000])',
      fires: false,
    },
  ],
});
