import { quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const classifyApiGained = defineRule({
  id: 'classify-api-gained',
  summary: 'A signature fits the classify API now',
  why: 'Nobody classifies by it yet. Once somebody does, a version that does not fit cannot come back.',
  fix: 'Nothing.',
  coordinates: { subject: 'signature', aspect: 'classify-api', change: 'added' },
  levels: { tensor: 'info', json: 'info' },
  mirrors: ['classify-api-lost'],
  message: ({ signatures: { key } }) => `Signature ${quoteName(key)} fits the classify API now.`,
  examples: [
    {
      before: 'spam(inputs: string[?]) -> (probabilities: float32[?,2])',
      after: 'spam(inputs: string[?]) -> (scores: float32[?,2])',
      fires: true,
    },
    {
      before: 'spam(inputs: string[?]) -> (scores: float32[?,2])',
      after: 'spam(inputs: string[?]) -> (scores: float32[?,3])',
      fires: false,
      note: 'it did so before',
    },
  ],
});
