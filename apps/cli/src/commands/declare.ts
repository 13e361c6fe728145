import { exitCode, type ExitCode } from '../exit-code';
import { readConsumerFile } from '../consumer-file';
import { clientFor, type ServerOptions } from '../server';
import { type Terminal } from '../terminal';
import { linesOf } from '../text/lines';
import { safeJson, safeText } from '../text/safe-text';

export interface DeclareOptions extends ServerOptions {
  readonly format: 'text' | 'json';
  readonly file: string;
  /** In place of what the file says. */
  readonly environment?: string;
  readonly consumerVersion?: string;
}

/** Declares what a consumer uses, as a file in its repository says. @throws UsageError, Problem. */
export async function declare(
  { format, file, environment, consumerVersion, ...options }: DeclareOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { consumer, ...said } = readConsumerFile(file);
  const declaration = await clientFor(options, terminal).declareConsumer(consumer, {
    ...said,
    ...(environment !== undefined && { environment }),
    ...(consumerVersion !== undefined && { version: consumerVersion }),
  });
  const { requires, revision } = declaration;
  const uses = `${requires.length} ${requires.length === 1 ? 'use' : 'uses'}`;
  const text = `${consumer} declares ${uses} in ${declaration.environment}, revision ${revision}`;
  terminal.out.write(format === 'json' ? `${safeJson(declaration)}\n` : linesOf(safeText(text)));
  return exitCode.fine;
}
