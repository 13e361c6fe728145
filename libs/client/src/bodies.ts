import type { Body } from './exchange';

/** Bytes that are at hand, as they are sent. */
export function bytesBody(bytes: Uint8Array, mediaType = 'application/octet-stream'): Body {
  return {
    size: bytes.length,
    mediaType,
    async *chunks() {
      yield await Promise.resolve(bytes);
    },
  };
}

/** A value as it is sent in JSON. */
export function jsonBody(value: unknown): Body {
  return bytesBody(Buffer.from(JSON.stringify(value)), 'application/json');
}
