import { type Names } from '@sigcat/client';
import { exitCode, type ExitCode } from '../exit-code';
import { clientFor, type ServerOptions } from '../server';
import { type Terminal } from '../terminal';
import { linesOf } from '../text/lines';
import { safeJson, safeText } from '../text/safe-text';
import { tableText } from '../text/table';

export interface FindOptions extends ServerOptions {
  readonly format: 'text' | 'json';
  /** Names of what. */
  readonly kind?: 'model' | 'signature' | 'tensor';
  /** Names at most. */
  readonly limit: number;
}

/** Lists names that are like a text. @throws Problem. */
export async function find(text: string, options: FindOptions, terminal: Terminal): Promise<ExitCode> {
  const { kind, limit, format } = options;
  const client = clientFor(options, terminal);
  const found = await client.findNames(text, { limit, ...(kind && { kind: [kind] }) });
  const { out } = terminal;
  out.write(format === 'json' ? `${safeJson(found)}\n` : linesOf(...nameLines(found)));
  return exitCode.fine;
}

function nameLines({ items }: Names): string[] {
  if (items.length === 0) return ['no name is like it'];
  return tableText([
    ['what', 'name'],
    ...items.map(({ kind, namespace, name }) => [
      kind,
      namespace === null ? safeText(name) : `${safeText(namespace)}/${safeText(name)}`,
    ]),
  ]);
}
