import { Problem } from '@sigcat/problems';
import { type ByteSource } from '../byte-source';
import { decodeFingerprint } from './decode';

/** A fingerprint has a handful of numbers. */
const largest = 64 * 2 ** 10;

/**
 * The fields of a fingerprint.pb by name, numbers as decimal text; hashes that are 0 were not computed.
 *
 * @throws Problem `malformed-model`
 */
export async function readFingerprint(path: string, source: ByteSource): Promise<Record<string, string>> {
  if (source.size > largest) {
    throw new Problem('malformed-model', `${path} takes ${source.size} bytes, too many for a fingerprint.`);
  }
  // Fields that are not set are only on the prototype, where spreading does not find them.
  const fingerprint = decodeFingerprint(await source.read(0, source.size), path);
  const { version, uuid } = fingerprint;
  return {
    saved_model_checksum: String(fingerprint.saved_model_checksum),
    graph_def_program_hash: String(fingerprint.graph_def_program_hash),
    signature_def_hash: String(fingerprint.signature_def_hash),
    saved_object_graph_hash: String(fingerprint.saved_object_graph_hash),
    checkpoint_hash: String(fingerprint.checkpoint_hash),
    ...(uuid !== '' && { uuid }),
    ...(version && {
      'version.producer': String(version.producer ?? 0),
      'version.min_consumer': String(version.min_consumer ?? 0),
    }),
  };
}
