/** `signature_def = 1`, length-delimited. */
const entryTag = 0x0a;

/**
 * A serialized SignatureDefMap of one entry. A MetaGraphDef holds the same entries under another field number, so
 * nothing in them need be decoded or written again.
 */
export function signatureMapOf(entry: Uint8Array): Uint8Array {
  const head = [entryTag];
  let length = entry.length;
  for (; length > 0x7f; length = Math.floor(length / 0x80)) head.push((length % 0x80) | 0x80);
  head.push(length);
  return Buffer.concat([Uint8Array.from(head), entry]);
}
