import { tensorflow } from '@sigcat/proto/saved-model';
import { Problem } from '@sigcat/problems';
import { Reader } from 'protobufjs/minimal';

/** What protobufjs says where its own bound on nesting is lower than ours. */
const tooDeep = 'max depth exceeded';

/**
 * The signatures of a serialized SignatureDefMap by key, of two with one key the later. `where` says in
 * problems what the bytes are.
 *
 * @throws Problem `malformed-model`, `nesting-too-deep`
 */
export function decodeSignatures(
  bytes: Uint8Array,
  where: string,
): Map<string, tensorflow.SignatureDef.$Properties> {
  const { signature_def } = decoded(where, () => tensorflow.SignatureDefMap.decode(readerOf(bytes)));
  return new Map(Object.entries(signature_def));
}

/**
 * A FingerprintDef; `where` says in problems what the bytes are.
 *
 * @throws Problem `malformed-model`
 */
export function decodeFingerprint(bytes: Uint8Array, where: string): tensorflow.FingerprintDef {
  return decoded(where, () => tensorflow.FingerprintDef.decode(readerOf(bytes)));
}

function readerOf(bytes: Uint8Array): Reader {
  const reader = Reader.create(bytes);
  // Otherwise each unknown field would be kept as an object of its own.
  reader.discardUnknown = true;
  return reader;
}

function decoded<T>(where: string, decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const code = reason === tooDeep ? 'nesting-too-deep' : 'malformed-model';
    throw new Problem(code, `${where} cannot be decoded: ${reason}.`, {}, { cause });
  }
}
