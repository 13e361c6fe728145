import { malformed } from './malformed';

// Byte order marks are characters like any other in protobuf strings.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws Problem `malformed-model` when the bytes are not UTF-8 */
export function decodeText(bytes: Uint8Array, offset: number): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw malformed('There is a text that is not UTF-8', offset);
  }
}
