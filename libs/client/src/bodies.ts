import type { Body } from './exchange';

/** Bytes of one part of a body: who waits for the end of an upload hears of each. */
const partBytes = 64 * 2 ** 10;

/** Bytes that are at hand, as they are sent. */
export function bytesBody(bytes: Uint8Array, mediaType = 'application/octet-stream'): Body {
  return {
    size: bytes.length,
    mediaType,
    async *chunks() {
      for (let start = 0; start < bytes.length; start += partBytes)
        yield await Promise.resolve(bytes.subarray(start, start + partBytes));
    },
  };
}

/** A value as it is sent in JSON. */
export function jsonBody(value: unknown): Body {
  return bytesBody(Buffer.from(JSON.stringify(value)), 'application/json');
}
