import { quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const regressApiGained = defineRule({
  id: 'regress-api-gained',
  summary: 'A signature fits the regress API now',
  why: 'Nobody regresses by it yet. Once somebody does, a version that does not fit cannot come back.',
  fix: 'Nothing.',
  coordinates: { subject: 'signature', aspect: 'regress-api', change: 'added' },
  levels: { tensor: 'info', json: 'info' },
  mirrors: ['regress-api-lost'],
  message: ({ signatures: { key } }) => `Signature ${quoteName(key)} fits the regress API now.`,
  examples: [
    {
      before: 'price(inputs: string[?]) -> (mean: float32[?,1], outputs: float32[?,1])',
      after: 'price(inputs: string[?]) -> (outputs: float32[?,1])',
      fires: true,
    },
    {
      before: 'price(inputs: string[?]) -> (price: float32[?,1])',
      after: 'price(inputs: string[?]) -> (cost: float32[?,1])',
      fires: false,
    },
  ],
});
