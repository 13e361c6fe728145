import { type About, type AlertType, type NewAlert, topicsOf } from '@sigcat/alerts';
import { type NewSubscription } from '../alerts/subscriptions';
import { type Database } from '../database';

/** A webhook that wants to hear of published versions. */
export function subscriptionTo(about: About, more: Partial<NewSubscription> = {}): NewSubscription {
  return {
    about,
    events: ['model_version.published'],
    minimumLevel: 'info',
    channel: 'webhook',
    endpoint: 'https://example.com/hook',
    host: 'https://example.com',
    description: '',
    secret: 'whsec_c2VjcmV0',
    ...more,
  };
}

/** An alert on a model in the namespace `default`. */
export function alertOn(model: string, type: AlertType = 'model_version.published'): NewAlert {
  return {
    type,
    level: 'info',
    subject: `default/${model}@1`,
    of: '',
    topics: topicsOf({ model: { namespace: 'default', model } }),
    data: { title: 'It is there.' },
  };
}

/** Writes an event that nobody raises alerts of by himself; resolves to its id. */
export async function writeEvent(database: Database): Promise<string> {
  const text = `INSERT INTO event (type, subject, data) VALUES ('approval.created', '', '{}') RETURNING id`;
  const [row] = await database.run<{ id: string }>({ text });
  if (!row) throw new Error('the event was not written');
  return row.id;
}
