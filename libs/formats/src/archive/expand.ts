import { Problem } from '@sigcat/problems';
import { pipeline, Readable } from 'node:stream';
import { isNativeError } from 'node:util/types';
import { type Gunzip, type InflateRaw } from 'node:zlib';
import { type ByteSource } from '../byte-source';
import { type Deadline } from '../deadline';
import { type ExpansionBudget } from './expansion-budget';

/** Bytes of compressed data fetched at once. */
const chunkLength = 64 * 2 ** 10;

/**
 * The expanded bytes of compressed data.
 *
 * @throws Problem `archive-malformed`, `archive-expands-too-much`, `reading-timeout`; what reading `compressed`
 * throws comes through
 */
export async function* expand(
  compressed: ByteSource,
  decoder: Gunzip | InflateRaw,
  budget: ExpansionBudget,
  deadline: Deadline,
): AsyncGenerator<Uint8Array> {
  let expanded = 0;
  // Errors reach whoever iterates the decoder.
  const stream = pipeline(Readable.from(chunksOf(compressed)), decoder, () => undefined);
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      expanded += chunk.length;
      budget.spend(chunk.length, expanded, decoder.bytesWritten);
      await deadline.breathe();
      yield chunk;
    }
  } catch (error) {
    if (!isZlibError(error)) throw error;
    throw new Problem(
      'archive-malformed',
      `Compressed data is damaged: ${error.message}.`,
      {},
      { cause: error },
    );
  } finally {
    decoder.destroy();
  }
}

async function* chunksOf(source: ByteSource): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < source.size;) {
    const chunk = await source.read(offset, chunkLength);
    if (chunk.length === 0) return;
    offset += chunk.length;
    yield chunk;
  }
}

function isZlibError(error: unknown): error is NodeJS.ErrnoException {
  return isNativeError(error) && 'code' in error && String(error.code).startsWith('Z_');
}
