import { readFileSync } from 'node:fs';
import { type NewDeclaration } from '@sigcat/client';
import { isScalar, LineCounter, parseDocument } from 'yaml';
import { UsageError } from './usage-error';

/** What the file says: the declaration, and whose it is. */
export type ConsumerFile = NewDeclaration & { readonly consumer: string };

/**
 * Reads a `sigcat.consumer.yaml`: `consumer`, its name, beside what the API takes. What else is wrong with it, the
 * server tells.
 * @throws UsageError where it cannot be read.
 */
export function readConsumerFile(path: string): ConsumerFile {
  const lines = new LineCounter();
  const document = parseDocument(textOf(path), { lineCounter: lines, prettyErrors: false });
  const [error] = [...document.errors, ...document.warnings];
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new UsageError(`${path}:${line}:${col}: ${error.message}`);
  }
  const content: unknown = document.toJS({ maxAliasCount: 0 });
  if (typeof content !== 'object' || content === null || !('consumer' in content)) {
    throw new UsageError(`${path}: must say whose declaration it is: \`consumer: NAME\``);
  }
  const { consumer } = content;
  if (typeof consumer !== 'string' || consumer === '') {
    throw new UsageError(`${path}: consumer must be a name`);
  }
  const version: unknown = document.get('version', true);
  // YAML takes 2.10 for the number 2.1.
  const isNumber = isScalar(version) && typeof version.value === 'number';
  return { ...content, ...(isNumber && { version: version.source }) } as ConsumerFile;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
}
