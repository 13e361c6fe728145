import { aboutKinds, alertLevels, channels, alertTypes, partsOf, typesAbout } from '@sigcat/alerts';
import { z } from 'zod';
import { name, pageOf, paging, text } from './names';

const id = z.string().regex(/^[1-9][0-9]{0,17}$/, 'must be decimal digits');
/** Of an alert that has been read; 0 before all. */
const alertId = z.string().regex(/^(0|[1-9][0-9]{0,17})$/, 'must be decimal digits');
const type = z.enum(alertTypes);
const level = z.enum(alertLevels);

const segment = '[A-Za-z0-9][A-Za-z0-9._-]{0,127}';
const matching = (pattern: string, message: string): z.ZodString =>
  z.string().regex(new RegExp(`^${pattern}$`), message);

const about = z
  .union([
    z.strictObject({
      model: matching(`(${segment}/)?${segment}`, 'must be `model` or `namespace/model`'),
    }),
    z.strictObject({
      namespace: matching(
        `(\\*|[A-Za-z0-9][A-Za-z0-9._-]{0,127}\\*?)`,
        'must be a namespace, or the beginning of one and `*`',
      ).describe('`payments`; `pay*` for all that begin so, `*` for all.'),
    }),
    z.strictObject({
      label: text(512)
        .min(1)
        .describe('`team=risk`, or `team` for any value; of the version or of its model.'),
    }),
    z.strictObject({
      alias: matching(
        `(${segment}/${segment}@)?[A-Za-z][A-Za-z0-9._-]{0,127}`,
        'must be an alias or `namespace/model@alias`',
      ).describe('Its moves, and versions compared with the one it points to.'),
    }),
    z.strictObject({
      consumer: matching(
        `${segment}(@[A-Za-z][A-Za-z0-9._-]{0,127})?`,
        'must be a consumer or `consumer@environment`',
      ).describe('Only of what touches what it declares to use.'),
    }),
    z.strictObject({ search: name.describe('A search that is saved.') }),
  ])
  .describe('What it is about: one of these.');

export const subscriptionPost = z
  .strictObject({
    about,
    events: z
      .array(type)
      .min(1)
      .max(alertTypes.length)
      .optional()
      .describe(
        'What to hear of. Left out: `consumer.broken` of a consumer, `search.matched` of a search, ' +
          '`compatibility.broken` of others.',
      ),
    minimum_level: level.default('info').describe('Nothing milder is sent.'),
    channel: z
      .enum(channels)
      .default('webhook')
      .describe(
        'An event to a program; a message to people, by an incoming webhook, a workflow or mail; ' +
          'or nothing that is sent: a `stream` is kept for whoever reads it.',
      ),
    endpoint: text(2_048)
      .min(1)
      .optional()
      .describe(
        'Where to send it: an address that begins with `https://`; for mail `mailto:risk@example.com`; ' +
          'none of a `stream`.',
      ),
    description: text(4_096).default(''),
  })
  .superRefine(({ about: given, events = [], channel, endpoint }, context) => {
    if ((endpoint === undefined) !== (channel === 'stream')) {
      const message = channel === 'stream' ? 'must be left out of a stream' : 'is required';
      context.addIssue({ code: 'custom', path: ['endpoint'], message });
    }
    const { kind } = partsOf(given);
    events.forEach((event, i) => {
      if (typesAbout(kind).includes(event)) return;
      const message = `must be one of ${typesAbout(kind).join(', ')} for a ${kind}`;
      context.addIssue({ code: 'custom', path: ['events', i], message });
    });
  });

const subscriptionMembers = {
  id,
  about,
  events: z.array(type),
  minimum_level: level,
  channel: z.enum(channels),
  endpoint: z.string().describe('Without what may be secret in it; of a stream, where to read it.'),
  description: z.string(),
  created_at: z.iso.datetime(),
  disabled_at: z.iso.datetime().nullable().describe('Nothing is sent from then on.'),
  disabled_because: z.string().nullable(),
  waiting: z.int().min(0).describe('Deliveries that are pending.'),
  failing_since: z.iso.datetime().nullable().describe('Since when no attempt has succeeded.'),
};

export const subscription = z.object(subscriptionMembers).meta({ id: 'Subscription' });

export const newSubscription = z
  .object({
    ...subscriptionMembers,
    secret: z
      .string()
      .nullable()
      .describe(
        'Proves to the receiver who sends, by Standard Webhooks; null for other channels. It is not shown again.',
      ),
  })
  .meta({ id: 'NewSubscription' });

export const subscriptionPage = pageOf(subscription).meta({ id: 'SubscriptionPage' });

export const subscriptionParams = z.object({ id });

export const subscriptionsQuery = z.strictObject({
  ...paging,
  about: z
    .string()
    .regex(new RegExp(`^(${aboutKinds.join('|')}):.{1,600}$`, 'u'), 'must be such as `model:payments/fraud`')
    .optional()
    .describe('Only those about this, such as `model:payments/fraud`.'),
});

export const newSecret = z
  .object({
    secret: z.string().describe('It is not shown again.'),
    former_until: z.iso.datetime().describe('Until then the former secret signs as well.'),
  })
  .meta({ id: 'NewSecret' });

export const attempt = z
  .object({
    at: z.iso.datetime(),
    outcome: z.enum(['delivered', 'rejected', 'gone', 'redirected', 'timeout', 'unreachable', 'forbidden']),
    ms: z.int().min(0),
    status: z.int().nullable().describe('Of the answer, by HTTP or SMTP; null where there was none.'),
    excerpt: z.string().describe('How the answer begins, or what went wrong.'),
  })
  .meta({ id: 'Attempt' });

export const alert = z
  .object({
    id,
    type,
    level,
    subject: z.string().describe('Such as `payments/fraud@3`.'),
    data: z
      .looseObject({ title: z.string().describe('All of it in one sentence.') })
      .describe('As it is sent: what happened, and the findings with rule, path, before and after.'),
    raised_at: z.iso.datetime(),
  })
  .meta({ id: 'Alert' });

export const alertPage = pageOf(alert).meta({ id: 'AlertPage' });

export const alertsQuery = z.strictObject({
  ...paging,
  type: type.optional(),
  minimum_level: level.optional(),
  subject: text(512).optional(),
  subscription: id.optional().describe('Only those that were to be sent to it.'),
});

/** What a webhook is sent and a stream tells, by CloudEvents 1.0. */
export const alertEvent = z.object({
  specversion: z.literal('1.0'),
  id,
  source: z.string(),
  type: z.string(),
  subject: z.string(),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  level,
  data: alert.shape.data,
});

export const streamQuery = z.strictObject({
  after: alertId.optional().describe('As `Last-Event-ID`, for those who cannot set a header.'),
});

export const streamHeaders = z.object({
  'last-event-id': alertId
    .optional()
    .describe(
      'The last alert that was read: it goes on with the next. Left out: with what is raised from now on.',
    ),
});

const deliveryState = z.enum(['pending', 'delivered', 'dead', 'kept']);

export const delivery = z
  .object({
    id: z.string().describe('Of the alert and of the subscription. It is the `webhook-id` of each attempt.'),
    alert: id,
    subscription: id,
    type,
    subject: z.string(),
    state: deliveryState.describe(
      '`dead` after the last attempt; send it again by hand. `kept` for whoever reads the stream.',
    ),
    raised_at: z.iso.datetime(),
    due_at: z.iso
      .datetime()
      .nullable()
      .describe('When it is attempted next; null where others of the subscription come first, or never.'),
    attempts: z.array(attempt).describe('The oldest first.'),
  })
  .meta({ id: 'Delivery' });

export const deliveryPage = pageOf(delivery).meta({ id: 'DeliveryPage' });

export const deliveryParams = z.object({
  id: z.string().regex(/^[1-9][0-9]{0,17}-[1-9][0-9]{0,17}$/, 'must be the id of a delivery'),
});

export const deliveriesQuery = z.strictObject({
  ...paging,
  alert: id.optional(),
  subscription: id.optional(),
  state: deliveryState.optional(),
});
