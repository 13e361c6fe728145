import { type Alert, type AlertLevel, type AlertType, type NewAlert } from '@sigcat/alerts';
import { type SearchJson } from '@sigcat/search';
import { Conditions } from '../conditions';
import { type Connection, type Database } from '../database';
import { idIn, type Page, pageOf, type PageRequest, positionOf } from '../paging';

/** Something that happened, as it was written in the transaction that made it happen. */
export interface EventRecord {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface AlertFilter {
  readonly type?: AlertType;
  readonly minimumLevel?: AlertLevel;
  readonly subject?: string;
  /** Those that this subscription was to be sent. */
  readonly subscription?: string;
}

interface AlertRow {
  readonly id: string;
  readonly type: AlertType;
  readonly level: AlertLevel;
  readonly subject: string;
  readonly data: Alert['data'];
  readonly raised_at: Date;
}

/** Alerts that are read from a stream together. */
export const mostToldAtOnce = 100;

const columns = 'a.id, a.type, a.level, a.subject, a.data, a.raised_at';

const findEvents = {
  name: 'alert-events',
  text: 'SELECT id, type, data FROM event WHERE id = ANY ($1::bigint[]) ORDER BY id',
};

const listening = {
  name: 'alert-listening',
  text: `SELECT DISTINCT topic, unnest(events) AS type FROM subscription
         WHERE topic = ANY ($1::text[]) AND disabled_at IS NULL`,
};

/**
 * One statement however many subscribe: what nobody wants to hear is not raised, and what was raised of the event before
 * is not raised again. Who has nothing else to be sent is due at once.
 */
const raise = {
  name: 'alert-raise',
  text: `
    WITH candidate AS (
      SELECT * FROM unnest($2::int[], $3::text[], $4::alert_level[], $5::text[], $6::text[], $7::json[])
        AS t (place, type, level, of, subject, data)
    ), matched AS (
      SELECT c.place, s.id AS subscription_id, s.channel
      FROM candidate c JOIN unnest($8::int[], $9::text[]) AS t (place, topic) USING (place)
      JOIN subscription s ON s.topic = t.topic
      WHERE c.type = ANY (s.events) AND s.minimum_level <= c.level AND s.disabled_at IS NULL
    ), raised AS (
      INSERT INTO alert (event_id, type, level, of, subject, data)
      SELECT $1, type, level, of, subject, data FROM candidate
      WHERE place IN (SELECT place FROM matched) ORDER BY place
      ON CONFLICT DO NOTHING RETURNING id, type, of
    ), sent AS (
      INSERT INTO delivery (alert_id, subscription_id, state)
      SELECT r.id, m.subscription_id, (CASE m.channel WHEN 'stream' THEN 'kept' ELSE 'pending' END)::delivery_state
      FROM raised r JOIN candidate c USING (type, of) JOIN matched m USING (place)
      ORDER BY r.id, m.subscription_id
      RETURNING subscription_id, state
    ), woken AS (
      UPDATE subscription s SET waiting = waiting + n.number, due_at = COALESCE(due_at, now())
      FROM (SELECT subscription_id, count(*) AS number FROM sent WHERE state = 'pending' GROUP BY subscription_id) n
      WHERE s.id = n.subscription_id
    )
    SELECT (SELECT count(*)::int FROM raised) AS alerts, (SELECT count(*)::int FROM sent) AS deliveries`,
};

/** Alerts are written in the order of their ids: who has read to one of them does not miss any that comes later. */
const inOrder = { name: 'alert-in-order', text: "SELECT pg_advisory_xact_lock(hashtext('sigcat alert'))" };

const newest = { name: 'alert-newest', text: 'SELECT COALESCE(max(id), 0)::text AS id FROM alert' };

/** A literal limit: PostgreSQL would plan the statement anew each time. */
const toldTo = {
  name: 'alert-told-to',
  text: `SELECT ${columns} FROM delivery d JOIN alert a ON a.id = d.alert_id
         WHERE d.subscription_id = $1 AND d.alert_id > $2::bigint ORDER BY d.alert_id LIMIT ${mostToldAtOnce}`,
};

const findMany = {
  name: 'alert-find-many',
  text: `SELECT ${columns} FROM alert a WHERE a.id = ANY ($1::bigint[])`,
};

const searches = {
  name: 'alert-searches',
  text: `SELECT name, search FROM saved_search f
         WHERE EXISTS (SELECT FROM subscription WHERE topic = 'search:' || f.name AND disabled_at IS NULL)
         ORDER BY name`,
};

/** How much came of an event. */
export interface Raised {
  readonly alerts: number;
  readonly deliveries: number;
}

/** What matters to somebody. */
export class Alerts {
  constructor(private readonly database: Database) {}

  /** Those that are there, in the order in which they were written. */
  events(ids: readonly string[]): Promise<EventRecord[]> {
    return this.database.run<EventRecord & { readonly [column: string]: unknown }>(findEvents, [ids]);
  }

  /** The types of alerts that anybody wants to hear of, by topic. */
  async listening(topics: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<AlertType>>> {
    const rows = await this.database.run<{ topic: string; type: AlertType }>(listening, [topics]);
    const heard = new Map<string, Set<AlertType>>();
    for (const { topic, type } of rows) heard.set(topic, (heard.get(topic) ?? new Set()).add(type));
    return heard;
  }

  /** Searches that are saved and that somebody has subscribed to. */
  searchesListenedTo(): Promise<{ readonly name: string; readonly search: SearchJson }[]> {
    return this.database.run(searches);
  }

  /** Writes the alerts of one event and what is to be sent to whom; once, however often it is asked for. */
  async raise(event: string, alerts: readonly NewAlert[]): Promise<Raised> {
    const topics = alerts.flatMap((alert, place) => alert.topics.map((topic) => ({ place, topic })));
    return this.database.transaction(async (connection) => {
      await connection.run(inOrder);
      const [raised] = await connection.run<Raised & { readonly [column: string]: unknown }>(raise, [
        event,
        alerts.map((_, place) => place),
        alerts.map(({ type }) => type),
        alerts.map(({ level }) => level),
        alerts.map(({ of }) => of),
        alerts.map(({ subject }) => subject),
        alerts.map(({ data }) => JSON.stringify(data)),
        topics.map(({ place }) => place),
        topics.map(({ topic }) => topic),
      ]);
      return raised ?? { alerts: 0, deliveries: 0 };
    });
  }

  /** The id of the last one that was raised; `0` where there was none. */
  async newest(): Promise<string> {
    const [row] = await this.database.run<{ id: string }>(newest);
    return row?.id ?? '0';
  }

  /** The first {@link mostToldAtOnce} that a subscription is told after the one with this id, the oldest first. */
  async toldTo(subscription: string, after: string): Promise<Alert[]> {
    const rows = await this.database.run<AlertRow & { [column: string]: unknown }>(toldTo, [
      subscription,
      after,
    ]);
    return rows.map(alertOf);
  }

  /** Those that are there, by id. */
  async getMany(
    ids: readonly string[],
    connection: Connection = this.database,
  ): Promise<ReadonlyMap<string, Alert>> {
    const rows = await connection.run<AlertRow>(findMany, [ids]);
    return new Map(rows.map((row) => [row.id, alertOf(row)]));
  }

  /** The newest first. */
  async list(
    { type, minimumLevel, subject, subscription }: AlertFilter,
    page: PageRequest,
  ): Promise<Page<Alert>> {
    const conditions = new Conditions();
    if (type !== undefined) conditions.add('a.type = ?', type);
    if (minimumLevel !== undefined) conditions.add('a.level >= ?::alert_level', minimumLevel);
    if (subject !== undefined) conditions.add('a.subject = ?', subject);
    if (subscription !== undefined) {
      conditions.add(
        'EXISTS (SELECT FROM delivery d WHERE d.alert_id = a.id AND d.subscription_id = ?)',
        subscription,
      );
    }
    const after = positionOf(page, 'alerts', 1);
    if (after) conditions.add('a.id < ?::bigint', idIn(after));
    const limit = conditions.value(page.size + 1);
    const text = `SELECT ${columns} FROM alert a ${conditions.where} ORDER BY a.id DESC LIMIT ${limit}`;
    const rows = await this.database.run<AlertRow>({ text }, conditions.values);
    return pageOf('alerts', rows, page, (row) => [row.id], alertOf);
  }
}

function alertOf(row: AlertRow): Alert {
  return {
    id: row.id,
    type: row.type,
    level: row.level,
    subject: row.subject,
    data: row.data,
    raisedAt: row.raised_at,
  };
}
