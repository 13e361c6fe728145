import { type ItemOf, type SigcatClient } from '@sigcat/client';
import { exitCode, type ExitCode } from '../exit-code';
import { clientFor, type ServerOptions } from '../server';
import { type Terminal } from '../terminal';
import { attemptText } from '../text/attempt-text';
import { linesOf } from '../text/lines';
import { safeJson, safeText } from '../text/safe-text';
import { tableText } from '../text/table';

export interface SubscriptionsOptions extends ServerOptions {
  readonly format: 'text' | 'json';
  readonly about?: string;
  /** Ids of the one that something is to be done to. */
  readonly test?: string;
  readonly enable?: string;
  readonly delete?: string;
}

type Subscription = ItemOf<'listSubscriptions'>;

/** Lists subscriptions, or tries, enables or deletes one. A test that is not delivered is a finding. @throws Problem. */
export async function subscriptions(options: SubscriptionsOptions, terminal: Terminal): Promise<ExitCode> {
  const client = clientFor(options, terminal);
  const { out } = terminal;
  if (options.test !== undefined) {
    const attempt = await client.ask('testSubscription', { params: { id: options.test } });
    out.write(
      options.format === 'json'
        ? `${safeJson(attempt)}\n`
        : linesOf(`${attemptText(attempt)}, after ${attempt.ms} ms`),
    );
    return attempt.outcome === 'delivered' ? exitCode.fine : exitCode.findings;
  }
  const items = await changedOrListed(client, options);
  out.write(options.format === 'json' ? `${safeJson({ items })}\n` : linesOf(...subscriptionLines(items)));
  return exitCode.fine;
}

async function changedOrListed(
  client: SigcatClient,
  { about, enable, delete: gone }: SubscriptionsOptions,
): Promise<readonly Subscription[]> {
  if (enable !== undefined) return [await client.ask('enableSubscription', { params: { id: enable } })];
  if (gone !== undefined) await client.ask('deleteSubscription', { params: { id: gone } });
  const query = { page_size: 500, ...(about !== undefined && { about }) };
  const items: Subscription[] = [];
  for await (const item of client.all('listSubscriptions', { query })) items.push(item);
  return items;
}

function subscriptionLines(items: readonly Subscription[]): string[] {
  if (items.length === 0) return ['no subscriptions'];
  return tableText([
    ['id', 'about', 'events', 'level', 'endpoint', 'waiting', 'state'],
    ...items.map((item) => [
      item.id,
      safeText(
        Object.entries(item.about)
          .map((one) => one.join(':'))
          .join(),
      ),
      item.events.join(','),
      item.minimum_level,
      safeText(item.endpoint),
      String(item.waiting),
      safeText(stateText(item)),
    ]),
  ]);
}

function stateText({ disabled_at, disabled_because, failing_since }: Subscription): string {
  if (disabled_at !== null) return `disabled: ${disabled_because ?? disabled_at}`;
  return failing_since === null ? 'fine' : `failing since ${failing_since}`;
}
