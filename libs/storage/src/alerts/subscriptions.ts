import { type About, type AlertLevel, type AlertType, type Channel, topicOf } from '@sigcat/alerts';
import { Problem } from '@sigcat/problems';
import { Conditions } from '../conditions';
import { type Database } from '../database';
import { idIn, type Page, pageOf, type PageRequest, positionOf } from '../paging';

export interface NewSubscription {
  readonly about: About;
  readonly events: readonly AlertType[];
  readonly minimumLevel: AlertLevel;
  readonly channel: Channel;
  /** The address that the channel sends to. */
  readonly endpoint: string;
  /** Whom that loads. */
  readonly host: string;
  readonly description: string;
  /** Absent where the channel signs nothing. */
  readonly secret?: string;
}

export interface SubscriptionRecord extends Omit<NewSubscription, 'secret' | 'host'> {
  /** Decimal digits. */
  readonly id: string;
  readonly createdAt: Date;
  /** Nothing is sent from then on; null while it is. */
  readonly disabledAt: Date | null;
  readonly disabledBecause: string | null;
  /** Deliveries that are pending. */
  readonly waiting: number;
  /** Since when no attempt has succeeded. */
  readonly failingSince: Date | null;
}

export interface SubscriptionFilter {
  readonly about?: About;
}

/** A secret, and until when a former one counts. */
export interface StoredSecret {
  readonly secret: string;
  /** RFC 3339; null for the one that signs from now on. */
  readonly until: string | null;
}

interface SubscriptionRow {
  readonly id: string;
  readonly about: About;
  readonly events: readonly AlertType[];
  readonly minimum_level: AlertLevel;
  readonly channel: Channel;
  readonly endpoint: string;
  readonly description: string;
  readonly created_at: Date;
  readonly disabled_at: Date | null;
  readonly disabled_because: string | null;
  readonly waiting: number;
  readonly failing_since: Date | null;
}

const columns = `id, about, events, minimum_level, channel, endpoint, description, created_at, disabled_at,
  disabled_because, waiting, failing_since`;

const add = {
  name: 'subscription-add',
  text: `INSERT INTO subscription (about, topic, events, minimum_level, channel, endpoint, host, description, secrets)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${columns}`,
};

const find = {
  name: 'subscription-find',
  text: `SELECT ${columns} FROM subscription WHERE id = $1`,
};

const enable = {
  name: 'subscription-enable',
  text: `UPDATE subscription
         SET disabled_at = NULL, disabled_because = NULL, failing_since = NULL,
             due_at = CASE WHEN waiting > 0 THEN now() END
         WHERE id = $1 AND disabled_at IS NOT NULL`,
};

/** What was there first signs on for a while, so that receivers can take the new one over without haste. */
const replaceSecret = {
  name: 'subscription-replace-secret',
  text: `UPDATE subscription
         SET secrets = json_build_array(
           json_build_object('secret', $2::text, 'until', NULL),
           json_build_object('secret', secrets #>> '{0,secret}', 'until', $3::text))
         WHERE id = $1 AND json_array_length(secrets) > 0 RETURNING id`,
};

const secretsOf = {
  name: 'subscription-secrets',
  text: 'SELECT secrets, host FROM subscription WHERE id = $1',
};

/** Who wants to hear of what, and where. */
export class Subscriptions {
  constructor(private readonly database: Database) {}

  async add({ secret, ...subscription }: NewSubscription): Promise<SubscriptionRecord> {
    const secrets: StoredSecret[] = secret === undefined ? [] : [{ secret, until: null }];
    const [row] = await this.database.run<SubscriptionRow>(add, [
      JSON.stringify(subscription.about),
      topicOf(subscription.about),
      subscription.events,
      subscription.minimumLevel,
      subscription.channel,
      subscription.endpoint,
      subscription.host,
      subscription.description,
      JSON.stringify(secrets),
    ]);
    if (!row) throw new Error('the subscription was not written');
    return recordOf(row);
  }

  /** @throws Problem `subscription-not-found`. */
  async get(id: string): Promise<SubscriptionRecord> {
    const [row] = await this.database.run<SubscriptionRow>(find, [id]);
    if (!row) throw subscriptionNotFound(id);
    return recordOf(row);
  }

  /** The newest first. */
  async list({ about }: SubscriptionFilter, page: PageRequest): Promise<Page<SubscriptionRecord>> {
    const conditions = new Conditions();
    if (about) conditions.add('topic = ?', topicOf(about));
    const after = positionOf(page, 'subscriptions', 1);
    if (after) conditions.add('id < ?::bigint', idIn(after));
    const limit = conditions.value(page.size + 1);
    const text = `SELECT ${columns} FROM subscription ${conditions.where} ORDER BY id DESC LIMIT ${limit}`;
    const rows = await this.database.run<SubscriptionRow>({ text }, conditions.values);
    return pageOf('subscriptions', rows, page, (row) => [row.id], recordOf);
  }

  /** With all that was ever sent to it. @throws Problem `subscription-not-found`. */
  async remove(id: string): Promise<void> {
    const text = 'DELETE FROM subscription WHERE id = $1 RETURNING id';
    const removed = await this.database.run({ text }, [id]);
    if (removed.length === 0) throw subscriptionNotFound(id);
  }

  /** What waits is sent, if it was disabled. @throws Problem `subscription-not-found`. */
  async enable(id: string): Promise<SubscriptionRecord> {
    await this.database.run(enable, [id]);
    return this.get(id);
  }

  /** Signs with a new secret from now on, and with the one before as well until then. */
  async replaceSecret(id: string, secret: string, formerUntil: Date): Promise<void> {
    const replaced = await this.database.run(replaceSecret, [id, secret, formerUntil.toISOString()]);
    if (replaced.length > 0) return;
    await this.get(id);
    throw new Problem('subscription-without-secret', `Subscription ${id} signs nothing.`, { id });
  }

  /** @throws Problem `subscription-not-found`. */
  async secretsOf(id: string): Promise<readonly string[]> {
    const [row] = await this.database.run<{ secrets: readonly StoredSecret[] }>(secretsOf, [id]);
    if (!row) throw subscriptionNotFound(id);
    return validSecrets(row.secrets);
  }
}

/** Those to sign with now, the newest first. */
export function validSecrets(secrets: readonly StoredSecret[], now = Date.now()): string[] {
  return secrets.filter(({ until }) => until === null || Date.parse(until) > now).map(({ secret }) => secret);
}

function subscriptionNotFound(id: string): Problem {
  return new Problem('subscription-not-found', `There is no subscription ${id}.`, { id });
}

function recordOf(row: SubscriptionRow): SubscriptionRecord {
  return {
    id: row.id,
    about: row.about,
    events: row.events,
    minimumLevel: row.minimum_level,
    channel: row.channel,
    endpoint: row.endpoint,
    description: row.description,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
    disabledBecause: row.disabled_because,
    waiting: row.waiting,
    failingSince: row.failing_since,
  };
}
