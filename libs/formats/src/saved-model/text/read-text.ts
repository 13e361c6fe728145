import { limitExceeded, Problem } from '@sigcat/problems';
import { type ByteSource } from '../../byte-source';
import { type ReadContext } from '../../format';
import { lazy } from '../../lazy';
import { decodeText } from '../../wire/text';
import { pruneText } from './prune';

/** Names that a SavedModel in text format begins with, after comments. */
const beginning = /^(?:\s|#[^\n]*\n)*(?:saved_model_schema_version\s*:|meta_graphs\s*[:{<])/;

export function looksLikeText(head: Uint8Array): boolean {
  return beginning.test(Buffer.from(head).toString('latin1'));
}

/**
 * A SavedModel in text format, without its graphs, in wire form.
 *
 * @throws Problem when the text is damaged or goes over a limit
 */
export async function textToWire(source: ByteSource, context: ReadContext): Promise<Uint8Array> {
  const value = context.limits.maxTextBytes;
  if (source.size > value) {
    throw limitExceeded('artifact-too-large', `The text takes ${source.size} bytes`, {
      name: 'maxTextBytes',
      value,
    });
  }
  const text = decodeText(await source.read(0, source.size), 0);
  const pruned = await pruneText(text.replace(/^\uFEFF/, ''), context);
  // Reflection and the parser cost start-up time, and few models are text.
  const { parseText } = await lazy.textParser();
  try {
    return parseText(pruned);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const code = reason.startsWith('max depth exceeded') ? 'nesting-too-deep' : 'malformed-model';
    throw new Problem(code, `The text is no SavedModel: ${reason}.`, {}, { cause });
  }
}
