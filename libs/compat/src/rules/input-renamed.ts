import { quoteName } from '@sigcat/core';
import { isAlone } from '../facts';
import { defineRule } from '../rule';

export const inputRenamed = defineRule({
  id: 'input-renamed',
  summary: 'An input has another name',
  why: 'Callers bind values by name: the old name is not known any more, and the new one is missing from their requests. Where the server ignores what it does not know and does without the other, what they send makes no difference any more. Over JSON a plain list goes to the only input whatever its name, but callers may also name it.',
  fix: 'Export with the old name.',
  coordinates: { subject: 'input', aspect: 'name', change: 'renamed' },
  levels: {
    tensor: {
      text: 'error; warning with `extra_inputs: ignore` if it may be left out',
      of: ({ before }, { extraInputs }) =>
        extraInputs === 'ignore' && before.optional ? 'warning' : 'error',
    },
    json: {
      text: 'error; warning for the only input',
      of: (fact) => (isAlone(fact) ? 'warning' : 'error'),
    },
  },
  mirrors: ['input-renamed'],
  message: ({ before, after }) => `Input ${quoteName(before.name)} is called ${quoteName(after.name)} now.`,
  examples: [
    {
      before: 'serving_default(ids: int64[?,128], mask: bool[?,128]) -> (logits: float32[?,2])',
      after: 'serving_default(mask: bool[?,128], tokens: int64[?,128]) -> (logits: float32[?,2])',
      fires: true,
    },
    {
      before: 'serving_default(ids: int64[?,128]) -> (logits: float32[?,2])',
      after: 'serving_default(tokens: int64[?,128]) -> (logits: float32[?,2])',
      fires: true,
      note: 'it is the only one, so that callers over JSON may not have to name it',
    },
    {
      before: 'serving_default(ids: int64[?,128]) -> (logits: float32[?,2])',
      after: 'serving_default(tokens: int32[?,128]) -> (logits: float32[?,2])',
      fires: false,
      note: 'they differ in more than the name',
    },
  ],
});
