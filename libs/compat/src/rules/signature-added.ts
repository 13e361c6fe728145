import { quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const signatureAdded = defineRule({
  id: 'signature-added',
  summary: 'A signature is new',
  why: 'Nobody calls it yet, and the other signatures stay as they are.',
  fix: 'Nothing.',
  coordinates: { subject: 'signature', aspect: 'presence', change: 'added' },
  levels: { tensor: 'info', json: 'info' },
  mirrors: ['signature-removed', 'default-signature-removed'],
  message: ({ key }) => `Signature ${quoteName(key)} is new.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      after: `
        serving_default(x: float32[?,3]) -> (y: float32[?])
        "a/b ~ c"() -> (y: float32[?])`,
      fires: true,
    },
    {
      before: '""(x: float32[?,3]) -> (y: float32[?])',
      after: 'embed(x: float32[?,3]) -> (y: float32[?])',
      fires: false,
      note: 'it was renamed',
    },
  ],
});
