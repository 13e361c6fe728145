import { quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const signatureRemoved = defineRule({
  id: 'signature-removed',
  summary: 'A signature is gone',
  why: 'Callers name the signature by its key, and the call fails when there is none of that key.',
  fix: 'Export the signature again, or move its callers to another one first.',
  coordinates: { subject: 'signature', aspect: 'presence', change: 'removed' },
  when: ({ key }) => key !== 'serving_default',
  levels: { tensor: 'error', json: 'error' },
  mirrors: ['signature-added'],
  message: ({ key }) => `Signature ${quoteName(key)} is gone.`,
  examples: [
    {
      before: `
        serving_default(x: float32[?,3]) -> (y: float32[?])
        embed(text: string[?]) -> (vector: float32[?,512])`,
      after: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      fires: true,
    },
    {
      before: `
        embed_image(x: float32[?,3]) -> (vector: float32[?,512])
        embed_photo(x: float32[?,3]) -> (vector: float32[?,512])`,
      after: 'embed(x: float32[?,3]) -> (vector: float32[?,512])',
      fires: true,
      note: 'two signatures could have become `embed`, so neither is called renamed',
    },
    {
      before: `
        serving_default(x: float32[?,3]) -> (y: float32[?])
        spam(inputs: string[?]) -> (embedding: float16[?,64], scores: float32[?,2])`,
      after: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      fires: true,
      note: 'JSON has no float16, but whoever classifies sees the scores alone',
    },
    {
      before: 'embed(text: string[?]) -> (vector: float32[?,512])',
      after: 'embed(text: string[?]) -> (vector: float32[?,768])',
      fires: false,
      note: 'the signature is still there; what changed inside has its own rule',
    },
  ],
});
