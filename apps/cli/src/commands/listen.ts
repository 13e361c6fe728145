import { exitCode, type ExitCode } from '../exit-code';
import { clientFor, type ServerOptions } from '../server';
import { type Terminal } from '../terminal';
import { linesOf } from '../text/lines';
import { safeJsonLine, safeText } from '../text/safe-text';

export interface ListenOptions extends ServerOptions {
  readonly format: 'text' | 'json';
  /** The id of the last alert that was read. */
  readonly after?: string;
  /** Alerts at most. */
  readonly limit?: number;
}

/** Prints what a subscription is told, a line for each alert, for as long as it is read. @throws Problem. */
export async function listen(
  subscription: string,
  { format, after, limit = Number.POSITIVE_INFINITY, ...options }: ListenOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { out } = terminal;
  let told = 0;
  for await (const event of clientFor(options, terminal).listen(subscription, { after })) {
    // As in `sigcat listen 7 | head`.
    if (!out.isOpen()) break;
    const { id, time, level, data } = event;
    const line = [id, time, level, data.title].map(safeText).join('  ');
    out.write(format === 'json' ? `${safeJsonLine(event)}\n` : linesOf(line));
    if (++told >= limit) break;
  }
  return exitCode.fine;
}
