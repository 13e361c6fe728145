import { printTagSet } from '../notation/print';
import { type TagSetPresence } from '../facts';
import { type LevelChoice } from '../level-choice';
import { defineRule } from '../rule';

const errorForServe: LevelChoice<TagSetPresence> = {
  text: 'error for `{serve}`, else warning',
  of: ({ tagSet }) => (tagSet.length === 1 && tagSet[0] === 'serve' ? 'error' : 'warning'),
};

export const tagSetRemoved = defineRule({
  id: 'tag-set-removed',
  summary: 'A tag set is gone',
  why: 'A loader asks for exactly one tag set and fails without it. Serving asks for `{serve}`; whether anybody asks for another one, the model does not say.',
  fix: 'Export with the tag set again, or move those who load it to another one first.',
  coordinates: { subject: 'tag-set', aspect: 'presence', change: 'removed' },
  levels: { tensor: errorForServe, json: errorForServe },
  mirrors: ['tag-set-added'],
  message: ({ tagSet }) => `Tag set ${printTagSet(tagSet)} is gone.`,
  examples: [
    {
      before: `
        {serve}
        serving_default(x: float32[?,3]) -> (y: float32[?])
        {serve, tpu}
        serving_default(x: float32[?,3]) -> (y: float32[?])`,
      after: `
        {serve}
        serving_default(x: float32[?,3]) -> (y: float32[?])`,
      fires: true,
    },
    {
      before: `
        {serve}
        serving_default(x: float32[?,3]) -> (y: float32[?])`,
      after: `
        {serve, tpu}
        serving_default(x: float32[?,3]) -> (y: float32[?])`,
      fires: true,
      note: '`{serve, tpu}` does not stand in for `{serve}`',
    },
    {
      before: `
        {serve, gpu}
        serving_default(x: float32[?,3]) -> (y: float32[?])`,
      after: `
        {gpu, serve}
        serving_default(x: float32[?,3]) -> (y: float32[?])`,
      fires: false,
      note: 'the order of tags means nothing',
    },
  ],
});
