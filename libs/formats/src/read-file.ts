import { Problem } from '@sigcat/problems';
import { type ByteSource } from './byte-source';
import { claimOf } from './foreign/claims';
import { type ForeignFormat, foreignFormats } from './foreign/known-formats';
import { type FormatModel, type ModelFormat, type ReadContext } from './format';
import { formats } from './registry';
import { ReadAhead } from './sources/read-ahead';

/** Bytes by which a format is recognised. */
export const headLength = 16 * 2 ** 10;

/** What a file says, and in which format. */
export interface FileModel extends FormatModel {
  readonly format: string;
}

/**
 * Reads one file, which is no archive. Its content says what it is; a name that says something else is refused.
 *
 * @throws Problem
 */
export async function readFile(
  source: ByteSource,
  name: string | undefined,
  context: ReadContext,
): Promise<FileModel> {
  const file = ReadAhead.over(source);
  if (file.size === 0) throw new Problem('empty-artifact', `${name ?? 'The artifact'} has no bytes.`);
  const head = await file.read(0, headLength);
  const found = formatOf(head, name);
  // What its name says is read as that even if it does not look so: then the reader says what is wrong with it.
  const format = formats.find(({ id }) => id === (found ?? claimOf(name))?.id);
  if (format) return { format: format.id, ...(await format.read(file, context)) };
  if (found && isModel(found)) throw new Problem('format-not-supported', `This is ${found.title}.`);
  const guessed = found ? undefined : await readAsAny(file, head, context);
  if (guessed) return guessed;
  throw new Problem(
    'not-a-model',
    found ? `This is ${found.title}.` : 'The content is that of no model format.',
  );
}

/** What the first bytes of a file are; undefined where they look like nothing. @throws Problem `format-mismatch`. */
export function formatOf(
  head: Uint8Array,
  name: string | undefined,
): ModelFormat | ForeignFormat | undefined {
  const claim = claimOf(name);
  const found =
    formats.find((format) => format.recognises(head)) ?? foreignFormats.find((f) => f.recognises(head));
  if (claim && found && isModel(found) && found.id !== claim.id && !isOlder(claim.id, found.id)) {
    throw new Problem('format-mismatch', `${name ?? ''} should be ${claim.title}, but it is ${found.title}.`);
  }
  return found;
}

function isModel(format: ModelFormat | ForeignFormat): boolean {
  return !('model' in format) || format.model;
}

/**
 * What looks like nothing, and has no name to go by, may be a model all the same, with fields nobody knows in
 * front: it is one if it reads as one that has tags or signatures.
 */
async function readAsAny(
  file: ByteSource,
  head: Uint8Array,
  context: ReadContext,
): Promise<FileModel | undefined> {
  for (const format of formats) {
    try {
      const model = await format.read(file, context);
      if (model.graphs.some(({ tagSet, native }) => tagSet.length > 0 || native.length > 0))
        return { format: format.id, ...model };
    } catch (error) {
      const isDamaged = error instanceof Problem && error.code === 'malformed-model';
      if (!isDamaged || format.isMeant(head)) throw error;
    }
  }
  return undefined;
}

/** Keras 2 wrote HDF5, PyTorch wrote pickles, under the names they use still. */
function isOlder(claimed: string, found: string): boolean {
  return (claimed === 'keras' && found === 'hdf5') || (claimed === 'pytorch' && found === 'pickle');
}
