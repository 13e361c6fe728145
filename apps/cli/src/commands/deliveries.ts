import { type ItemOf, type SigcatClient } from '@sigcat/client';
import { type DeliveryState } from '../choices';
import { exitCode, type ExitCode } from '../exit-code';
import { clientFor, type ServerOptions } from '../server';
import { type Terminal } from '../terminal';
import { attemptText } from '../text/attempt-text';
import { linesOf } from '../text/lines';
import { safeJson, safeText } from '../text/safe-text';
import { tableText } from '../text/table';

export interface DeliveriesOptions extends ServerOptions {
  readonly format: 'text' | 'json';
  readonly subscription?: string;
  readonly state?: DeliveryState;
  /** Deliveries at most. */
  readonly limit: number;
  /** The id of one that is to be sent again. */
  readonly redeliver?: string;
}

type Delivery = ItemOf<'listDeliveries'>;

/** Lists what was or is to be sent to whom, or sends one again. @throws Problem. */
export async function deliveries(options: DeliveriesOptions, terminal: Terminal): Promise<ExitCode> {
  const client = clientFor(options, terminal);
  const { redeliver } = options;
  const items =
    redeliver === undefined
      ? await listed(client, options)
      : [await client.ask('redeliver', { params: { id: redeliver } })];
  const { out } = terminal;
  out.write(options.format === 'json' ? `${safeJson({ items })}\n` : linesOf(...deliveryLines(items)));
  return exitCode.fine;
}

async function listed(
  client: SigcatClient,
  { subscription, state, limit }: DeliveriesOptions,
): Promise<readonly Delivery[]> {
  const query = {
    page_size: Math.min(limit, 500),
    ...(subscription !== undefined && { subscription }),
    ...(state !== undefined && { state }),
  };
  const items: Delivery[] = [];
  for await (const item of client.all('listDeliveries', { query })) {
    items.push(item);
    if (items.length === limit) break;
  }
  return items;
}

function deliveryLines(items: readonly Delivery[]): string[] {
  if (items.length === 0) return ['no deliveries'];
  return tableText([
    ['id', 'event', 'about', 'state', 'attempts', 'last answer'],
    ...items.map(({ id, type, subject, state, attempts }) => [
      id,
      type,
      safeText(subject),
      state,
      String(attempts.length),
      attempts.slice(-1).map(attemptText).join(''),
    ]),
  ]);
}
