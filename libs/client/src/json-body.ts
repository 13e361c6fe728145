import type { Body } from './exchange';

/** A value as it is sent in JSON. */
export function jsonBody(value: unknown): Body {
  const bytes = Buffer.from(JSON.stringify(value));
  return {
    size: bytes.length,
    mediaType: 'application/json',
    async *chunks() {
      yield await Promise.resolve(bytes);
    },
  };
}
