import { type Asked } from '@sigcat/client';
import { type AlertEvent, type AlertLevel, type Channel } from '../choices';
import { exitCode, type ExitCode } from '../exit-code';
import { clientFor, type ServerOptions } from '../server';
import { type Terminal } from '../terminal';
import { linesOf } from '../text/lines';
import { safeJson, safeText } from '../text/safe-text';

export interface SubscribeOptions extends ServerOptions {
  readonly format: 'text' | 'json';
  readonly event?: readonly AlertEvent[];
  readonly minimumLevel: AlertLevel;
  readonly channel?: Channel;
  readonly description?: string;
}

/** Of the channels that an endpoint may be for, the one that most want. */
function usualChannel(endpoint: string | undefined): Channel {
  if (endpoint === undefined) return 'stream';
  return /^mailto:/i.test(endpoint) ? 'email' : 'webhook';
}

/**
 * Subscribes an endpoint, or whoever reads the stream, and shows once the secret that proves to it who sends.
 *
 * @param about what to hear of, such as `consumer:checkout`
 * @throws Problem
 */
export async function subscribe(
  about: string,
  endpoint: string | undefined,
  { format, event, minimumLevel, channel, description, ...options }: SubscribeOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const colon = about.indexOf(':');
  const body = {
    about: {
      [about.slice(0, colon)]: about.slice(colon + 1),
    } as Asked<'createSubscription'>['body']['about'],
    ...(endpoint !== undefined && { endpoint }),
    channel: channel ?? usualChannel(endpoint),
    minimum_level: minimumLevel,
    ...(event && { events: [...event] }),
    ...(description !== undefined && { description }),
  };
  const made = await clientFor(options, terminal).ask('createSubscription', { body });
  const lines = [
    `subscription ${made.id}: ${made.events.join(', ')} about ${about} to ${made.endpoint}`,
    ...(made.channel === 'stream' ? [`read it with: sigcat listen ${made.id}`] : []),
    ...(made.secret === null ? [] : [`secret, shown only now: ${made.secret}`]),
  ];
  terminal.out.write(format === 'json' ? `${safeJson(made)}\n` : linesOf(...lines.map(safeText)));
  return exitCode.fine;
}
