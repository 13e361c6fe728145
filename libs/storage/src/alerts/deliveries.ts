import { type About, type AlertType, type AttemptOutcome, type SendingChannel } from '@sigcat/alerts';
import { Problem } from '@sigcat/problems';
import { Together } from '../catalog/together';
import { Conditions } from '../conditions';
import { type Database } from '../database';
import { idIn, type Page, pageOf, type PageRequest, positionOf } from '../paging';
import { type StoredSecret, validSecrets } from './subscriptions';

/** Which alert goes to which subscription. */
export interface DeliveryKey {
  /** Decimal digits, both. */
  readonly alert: string;
  readonly subscription: string;
}

/** An attempt as it is kept and shown. */
export interface AttemptRecord {
  readonly at: string;
  readonly outcome: AttemptOutcome;
  readonly ms: number;
  readonly status: number | null;
  readonly excerpt: string;
}

/** `kept` for whoever reads the stream: nothing is sent. */
export type DeliveryState = 'pending' | 'delivered' | 'dead' | 'kept';

export interface DeliveryRecord extends DeliveryKey {
  readonly state: DeliveryState;
  readonly type: AlertType;
  readonly subject: string;
  readonly raisedAt: Date;
  /** When it is attempted next; null where that is not known or not to come. */
  readonly dueAt: Date | null;
  /** The oldest first. */
  readonly attempts: readonly AttemptRecord[];
}

export interface DeliveryFilter extends Partial<DeliveryKey> {
  readonly state?: DeliveryState;
}

/** A delivery that is ours to attempt until the lease ends. */
export interface Claimed extends DeliveryKey {
  readonly channel: SendingChannel;
  readonly endpoint: string;
  readonly host: string;
  readonly secrets: readonly string[];
  /** Attempts that failed since it was raised, or sent again by hand. */
  readonly tries: number;
  readonly failingSince: Date | null;
}

/** Which deliveries to claim. */
export interface Claim {
  readonly most: number;
  /** Of one host. */
  readonly mostOfHost: number;
  /** How many may be claimed of hosts of which fewer than that may be; none where none may. */
  readonly room: Readonly<Record<string, number>>;
  /** Milliseconds after which who has not said what came of it counts as gone. */
  readonly leaseMs: number;
}

/** What came of an attempt, and what is to come. */
export interface Finished extends DeliveryKey {
  readonly attempt: AttemptRecord;
  readonly state: DeliveryState;
  /** Milliseconds until the next attempt, of one that is pending. */
  readonly retryMs?: number;
  /** Why nothing more is to be sent to the subscription. */
  readonly disable?: string;
}

/** What waits to be sent. */
export interface Backlog {
  readonly waiting: number;
  /** Of the alert that waits the longest. */
  readonly oldestRaisedAt: Date | null;
}

/**
 * The statement need not be on disk when it is done. Should PostgreSQL or all of the machine fail within a second, some
 * attempts are made once more, as when a process dies that has not said yet what came of them.
 */
const unsynced = "(SELECT set_config('synchronous_commit', 'off', true)) IS NOT NULL";

/**
 * Of each subscription the one delivery that was raised first, if it is due. Who looks at subscriptions that many others
 * wait on takes those of a host that are due the longest.
 * A join with them would go through them anew for each that is due, as PostgreSQL takes these for few: hence the array. And
 * they are to be found by their ids, not among all that are due: hence IS TRUE, which no index knows.
 * It is on disk when it is done, and with it what came of earlier deliveries (the log is written in order): what follows
 * them is sent to nobody whom a failure could make hear them again afterwards.
 */
const claim = {
  name: 'delivery-claim',
  text: `
    WITH near AS (
      SELECT id, host, due_at FROM subscription
      WHERE due_at <= now() AND host <> ALL ($1::text[]) ORDER BY due_at LIMIT 4 * $4::int
    ), ranked AS (
      SELECT id, host, row_number() OVER (PARTITION BY host ORDER BY due_at) AS place FROM near
    ), due AS (
      SELECT id FROM subscription WHERE (due_at <= now()) IS TRUE AND id = ANY (ARRAY(
        SELECT id FROM ranked WHERE place <= COALESCE(($2::jsonb ->> host)::int, $3::int)))
      LIMIT $4 FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE subscription s SET due_at = now() + $5::int * interval '1 ms' FROM due WHERE s.id = due.id
      RETURNING s.id, s.channel, s.endpoint, s.host, s.secrets, s.failing_since
    )
    SELECT c.id AS subscription, c.channel, c.endpoint, c.host, c.secrets, c.failing_since, d.alert_id AS alert, d.tries
    FROM claimed c CROSS JOIN LATERAL (
      SELECT alert_id, tries FROM delivery WHERE subscription_id = c.id AND state = 'pending'
      ORDER BY alert_id LIMIT 1
    ) d`,
};

const nextDue = {
  name: 'delivery-next-due',
  text: `SELECT ceil(extract(epoch FROM min(due_at) - now()) * 1000)::int AS ms FROM subscription
         WHERE due_at IS NOT NULL AND host <> ALL ($1::text[])`,
};

/** Whoever was slower than his lease finds that another one has finished: then only the attempt is kept. */
const finish = {
  name: 'delivery-finish',
  text: `
    WITH outcome AS (
      SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::delivery_state[], $4::jsonb[], $5::int[], $6::text[])
        AS t (alert_id, subscription_id, state, attempt, retry_ms, disable)
    ), locked AS MATERIALIZED (
      SELECT s.id FROM subscription s JOIN outcome o ON o.subscription_id = s.id
      WHERE ${unsynced} ORDER BY s.id FOR UPDATE OF s
    ), told AS (
      UPDATE delivery d SET
        state = CASE WHEN d.state = 'pending' THEN o.state ELSE d.state END,
        tries = d.tries + 1,
        attempts = d.attempts || o.attempt
      FROM outcome o JOIN locked l ON l.id = o.subscription_id,
        LATERAL (SELECT state FROM delivery b
                 WHERE b.alert_id = o.alert_id AND b.subscription_id = o.subscription_id FOR UPDATE) AS before
      WHERE d.alert_id = o.alert_id AND d.subscription_id = o.subscription_id
      RETURNING o.*, before.state AS state_before
    ), moved AS (
      UPDATE subscription s SET
        waiting = waiting - (t.state <> 'pending')::int,
        due_at = CASE WHEN t.disable IS NOT NULL OR s.disabled_at IS NOT NULL THEN NULL
                      WHEN t.state = 'pending' THEN now() + t.retry_ms * interval '1 ms'
                      WHEN s.waiting > 1 THEN now() END,
        failing_since = CASE WHEN t.state <> 'delivered' THEN COALESCE(s.failing_since, now()) END,
        disabled_at = COALESCE(s.disabled_at, CASE WHEN t.disable IS NOT NULL THEN now() END),
        disabled_because = COALESCE(s.disabled_because, t.disable)
      FROM told t WHERE s.id = t.subscription_id AND t.state_before = 'pending'
      RETURNING s.id, s.about, s.due_at <= now() AS is_due, t.disable
    ), disabled AS (
      INSERT INTO event (type, subject, data)
      SELECT 'subscription.disabled', 'subscriptions/' || id,
             jsonb_build_object('subscription', id::text, 'about', about, 'because', disable)
      FROM moved WHERE disable IS NOT NULL
    )
    SELECT id FROM moved WHERE is_due`,
};

/** Made due at once, with as many attempts as if it had just been raised. */
const redeliver = {
  name: 'delivery-redeliver',
  text: `
    WITH s AS (
      SELECT id, disabled_at FROM subscription WHERE id = $2 FOR UPDATE
    ), before AS (
      SELECT d.state FROM delivery d JOIN s ON s.id = d.subscription_id WHERE d.alert_id = $1 FOR UPDATE OF d
    ), again AS (
      UPDATE delivery d SET state = 'pending', tries = 0 FROM s
      WHERE s.disabled_at IS NULL AND d.alert_id = $1 AND d.subscription_id = s.id AND d.state <> 'kept'
    ), woken AS (
      UPDATE subscription SET waiting = waiting + (before.state <> 'pending')::int, due_at = now()
      FROM s, before WHERE subscription.id = s.id AND s.disabled_at IS NULL AND before.state <> 'kept'
    )
    SELECT s.disabled_at IS NOT NULL AS disabled, before.state FROM s, before`,
};

const backlog = {
  name: 'delivery-backlog',
  text: `SELECT (SELECT coalesce(sum(waiting), 0)::int FROM subscription WHERE waiting > 0) AS waiting,
           (SELECT raised_at FROM alert
            WHERE id = (SELECT min(alert_id) FROM delivery WHERE state = 'pending')) AS oldest`,
};

/** One statement at a time: while it is under way, many finish; where many do, it is made to be worth it. */
const together = { atOnce: 1, most: 256, gatherMs: 30 };

interface ClaimedRow {
  readonly subscription: string;
  readonly alert: string;
  readonly channel: SendingChannel;
  readonly endpoint: string;
  readonly host: string;
  readonly secrets: readonly StoredSecret[];
  readonly tries: number;
  readonly failing_since: Date | null;
}

interface DeliveryRow {
  readonly alert: string;
  readonly subscription: string;
  readonly state: DeliveryState;
  readonly type: AlertType;
  readonly subject: string;
  readonly about: About;
  readonly raised_at: Date;
  readonly due_at: Date | null;
  readonly attempts: readonly AttemptRecord[];
}

/**
 * What is sent to whom. Of each subscription only the first delivery that is pending is attempted, so that order is
 * kept; its subscription says when that is due. Who takes it puts that off by a lease, and nobody else takes it
 * meanwhile: any number of processes may, and what one of them took to its grave is due again when the lease is over.
 */
export class Deliveries {
  private readonly finishing: Together<Finished, boolean>;

  constructor(private readonly database: Database) {
    this.finishing = new Together((finished) => this.finishAll(finished), together);
  }

  async claim({ most, mostOfHost, room, leaseMs }: Claim): Promise<Claimed[]> {
    const values = [shut(room), JSON.stringify(room), mostOfHost, most, leaseMs];
    const rows = await this.database.run<ClaimedRow & { [column: string]: unknown }>(claim, values);
    return rows.map(({ secrets, failing_since, ...row }) => ({
      ...row,
      secrets: validSecrets(secrets),
      failingSince: failing_since,
    }));
  }

  /** Milliseconds until something is due of a host that has room; nothing where nothing waits. */
  async nextDue(room: Claim['room']): Promise<number | undefined> {
    const [row] = await this.database.run<{ ms: number | null }>(nextDue, [shut(room)]);
    return row?.ms ?? undefined;
  }

  /**
   * Those who finish while others are being written down go together in the next statement.
   * @returns whether something else is due to the subscription now
   */
  async finish(finished: Finished): Promise<boolean> {
    return this.finishing.ask(finished);
  }

  /** The newest alerts first. */
  async list(
    { alert, subscription, state }: DeliveryFilter,
    page: PageRequest,
  ): Promise<Page<DeliveryRecord>> {
    const conditions = new Conditions();
    if (alert !== undefined) conditions.add('d.alert_id = ?', alert);
    if (subscription !== undefined) conditions.add('d.subscription_id = ?', subscription);
    if (state !== undefined) conditions.add('d.state = ?::delivery_state', state);
    const after = positionOf(page, 'deliveries', 2);
    if (after) {
      const [last = '', of = ''] = after;
      conditions.add('(d.alert_id, d.subscription_id) < (?::bigint, ?::bigint)', idIn([last]), idIn([of]));
    }
    const limit = conditions.value(page.size + 1);
    const text = `SELECT ${deliveryColumns} ${conditions.where}
      ORDER BY d.alert_id DESC, d.subscription_id DESC LIMIT ${limit}`;
    const rows = await this.database.run<DeliveryRow & { [column: string]: unknown }>(
      { text },
      conditions.values,
    );
    return pageOf('deliveries', rows, page, (row) => [row.alert, row.subscription], recordOf);
  }

  /** @throws Problem `delivery-not-found`. */
  async get({ alert, subscription }: DeliveryKey): Promise<DeliveryRecord> {
    const text = `SELECT ${deliveryColumns} WHERE d.alert_id = $1 AND d.subscription_id = $2`;
    const [row] = await this.database.run<DeliveryRow & { [column: string]: unknown }>(
      { name: 'delivery-find', text },
      [alert, subscription],
    );
    if (!row) throw notFound({ alert, subscription });
    return recordOf(row);
  }

  /** @throws Problem `delivery-not-found`, `subscription-disabled`, `subscription-is-a-stream`. */
  async redeliver(key: DeliveryKey): Promise<void> {
    const [row] = await this.database.run<{ disabled: boolean; state: DeliveryState }>(redeliver, [
      key.alert,
      key.subscription,
    ]);
    if (!row) throw notFound(key);
    if (row.state === 'kept') throw isStream(key.subscription);
    if (row.disabled) {
      throw new Problem('subscription-disabled', `Subscription ${key.subscription} is disabled.`, {
        subscription: key.subscription,
      });
    }
  }

  async backlog(): Promise<Backlog> {
    const [row] = await this.database.run<{ waiting: number; oldest: Date | null }>(backlog);
    return { waiting: row?.waiting ?? 0, oldestRaisedAt: row?.oldest ?? null };
  }

  private async finishAll(finished: readonly Finished[]): Promise<boolean[]> {
    const rows = await this.database.run<{ id: string }>(finish, [
      finished.map(({ alert }) => alert),
      finished.map(({ subscription }) => subscription),
      finished.map(({ state }) => state),
      finished.map(({ attempt }) => JSON.stringify(attempt)),
      finished.map(({ retryMs }) => retryMs ?? null),
      finished.map(({ disable }) => disable ?? null),
    ]);
    const due = new Set(rows.map(({ id }) => id));
    return finished.map(({ subscription }) => due.has(subscription));
  }
}

const deliveryColumns = `
  d.alert_id AS alert, d.subscription_id AS subscription, d.state, a.type, a.subject, a.raised_at, d.attempts,
  CASE WHEN d.state = 'pending' AND NOT EXISTS (
    SELECT FROM delivery e WHERE e.subscription_id = s.id AND e.state = 'pending' AND e.alert_id < d.alert_id
  ) THEN s.due_at END AS due_at
  FROM delivery d JOIN alert a ON a.id = d.alert_id JOIN subscription s ON s.id = d.subscription_id`;

function shut(room: Claim['room']): string[] {
  return Object.keys(room).filter((host) => room[host] === 0);
}

/** Of what cannot be done with a subscription to which nothing is sent. */
export function isStream(id: string): Problem {
  return new Problem('subscription-is-a-stream', `Nothing is sent to subscription ${id}.`, {
    subscription: id,
  });
}

function notFound({ alert, subscription }: DeliveryKey): Problem {
  const detail = `Alert ${alert} was not for subscription ${subscription}.`;
  return new Problem('delivery-not-found', detail, { alert, subscription });
}

function recordOf({ raised_at, due_at, ...row }: DeliveryRow): DeliveryRecord {
  return {
    alert: row.alert,
    subscription: row.subscription,
    state: row.state,
    type: row.type,
    subject: row.subject,
    raisedAt: raised_at,
    dueAt: due_at,
    attempts: row.attempts,
  };
}
