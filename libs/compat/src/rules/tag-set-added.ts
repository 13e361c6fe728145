import { printTagSet } from '../notation/print';
import { defineRule } from '../rule';

export const tagSetAdded = defineRule({
  id: 'tag-set-added',
  summary: 'A tag set is new',
  why: 'Nobody asks for it yet. Those who load another tag set get what they got. A version without it can only come back where nobody has begun to load it.',
  fix: 'Nothing.',
  coordinates: { subject: 'tag-set', aspect: 'presence', change: 'added' },
  levels: { tensor: 'info', json: 'info' },
  mirrors: ['tag-set-removed'],
  message: ({ tagSet }) => `Tag set ${printTagSet(tagSet)} is new.`,
  examples: [
    {
      before: `
        {serve}
        serving_default(x: float32[?,3]) -> (y: float32[?])`,
      after: `
        {serve}
        serving_default(x: float32[?,3]) -> (y: float32[?])
        {gpu, serve}
        serving_default(x: float32[?,3]) -> (y: float32[?])`,
      fires: true,
    },
    {
      before: `
        {serve}
        serving_default(x: float32[?,3]) -> (y: float32[?])`,
      after: `
        {serve}
        serving_default(x: float32[?,3]) -> (y: float32[?])
        {serve}
        other(x: float32[?,3]) -> (y: float32[?])`,
      fires: false,
      note: 'of two graphs with one tag set a loader takes the first',
    },
  ],
});
