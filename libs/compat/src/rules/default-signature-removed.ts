import { defineRule } from '../rule';

/**
 * One finding for one cause: this rule takes the place of signature-removed for the default key, since it
 * breaks more callers and has its own remedy. A default signature that was only renamed is left to
 * signature-renamed.
 */
export const defaultSignatureRemoved = defineRule({
  id: 'default-signature-removed',
  summary: 'The default signature `serving_default` is gone',
  why: 'Callers that name no signature get `serving_default`. Their calls fail, and so do those of callers that name it.',
  fix: 'Export one of the signatures under the key `serving_default`.',
  coordinates: { subject: 'signature', aspect: 'presence', change: 'removed' },
  when: ({ key }) => key === 'serving_default',
  levels: { tensor: 'error', json: 'error' },
  mirrors: ['signature-added'],
  message: () => 'The default signature serving_default is gone; callers that name no signature fail too.',
  examples: [
    {
      before: `
        serving_default(x: float32[?,3]) -> (y: float32[?])
        embed(text: string[?]) -> (vector: float32[?,512])`,
      after: 'embed(text: string[?]) -> (vector: float32[?,512])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      after: 'serve(x: float32[?,3]) -> (y: float32[?])',
      fires: false,
      note: 'it was renamed',
    },
  ],
});
