import { randomUUID } from 'node:crypto';
import { Controller, Inject } from '@nestjs/common';
import {
  type About,
  type Channel,
  defaultTypesAbout,
  type Endpoint,
  isSigned,
  messageOf,
  newSecret,
  parseEndpointOf,
  partsOf,
  shownEndpoint,
  testAlertOf,
} from '@sigcat/alerts';
import { type Made, operations, type subscriptions as contracts } from '@sigcat/contracts';
import { Problem } from '@sigcat/problems';
import { Given, type Input, pageAnswer, pageRequest, Route, SETTINGS, type Settings } from '@sigcat/service';
import { Database, isStream, SavedSearches, type SubscriptionRecord, Subscriptions } from '@sigcat/storage';
import { Deliverer } from './deliverer';
import { Senders } from './senders';

type Answer = Made<typeof contracts.subscription>;

@Controller()
export class SubscriptionsController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Subscriptions) private readonly subscriptions: Subscriptions,
    @Inject(SavedSearches) private readonly searches: SavedSearches,
    @Inject(Deliverer) private readonly deliverer: Deliverer,
    @Inject(Senders) private readonly senders: Senders,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Route(operations.createSubscription)
  async create(
    @Given(operations.createSubscription) { body }: Input<typeof operations.createSubscription>,
  ): Promise<Made<typeof contracts.newSubscription>> {
    const { about, events, minimum_level: minimumLevel, channel, description } = body;
    const endpoint = this.endpointOf(channel, body.endpoint ?? '');
    if ('search' in about) await this.searches.get(about.search);
    const secret = isSigned(channel) ? newSecret() : null;
    const added = await this.subscriptions.add({
      about,
      events: events ?? defaultTypesAbout(partsOf(about).kind),
      minimumLevel,
      channel,
      endpoint: endpoint.url,
      host: endpoint.host,
      description,
      ...(secret !== null && { secret }),
    });
    return { ...answerOf(added), secret };
  }

  @Route(operations.listSubscriptions)
  async list(
    @Given(operations.listSubscriptions) { query }: Input<typeof operations.listSubscriptions>,
  ): Promise<object> {
    const filter = query.about === undefined ? {} : { about: aboutIn(query.about) };
    return pageAnswer(await this.subscriptions.list(filter, pageRequest(query)), answerOf);
  }

  @Route(operations.getSubscription)
  async get(
    @Given(operations.getSubscription) { params }: Input<typeof operations.getSubscription>,
  ): Promise<Answer> {
    return answerOf(await this.subscriptions.get(params.id));
  }

  @Route(operations.deleteSubscription)
  async remove(
    @Given(operations.deleteSubscription) { params }: Input<typeof operations.deleteSubscription>,
  ): Promise<void> {
    await this.subscriptions.remove(params.id);
  }

  @Route(operations.enableSubscription)
  async enable(
    @Given(operations.enableSubscription) { params }: Input<typeof operations.enableSubscription>,
  ): Promise<Answer> {
    const enabled = await this.subscriptions.enable(params.id);
    this.deliverer.wake();
    return answerOf(enabled);
  }

  /** One attempt, at once, which is not kept. */
  @Route(operations.testSubscription)
  async test(
    @Given(operations.testSubscription) { params }: Input<typeof operations.testSubscription>,
  ): Promise<Made<typeof contracts.attempt>> {
    const { endpoint, channel } = await this.subscriptions.get(params.id);
    if (channel === 'stream') throw isStream(params.id);
    const secrets = await this.subscriptions.secretsOf(params.id);
    const id = `test-${randomUUID()}`;
    const catalogue = await this.database.catalogueId();
    const message = messageOf(testAlertOf(id, params.id), channel, catalogue);
    const sender = this.senders.of(channel);
    const { at, outcome, ms, status, excerpt } = await sender.send({
      id,
      catalogue,
      endpoint,
      message,
      secrets,
    });
    return { at: at.toISOString(), outcome, ms, status, excerpt };
  }

  @Route(operations.replaceSecret)
  async replaceSecret(
    @Given(operations.replaceSecret) { params }: Input<typeof operations.replaceSecret>,
  ): Promise<Made<typeof contracts.newSecret>> {
    const secret = newSecret();
    const formerUntil = new Date(Date.now() + this.settings.alerts.secretOverlapMs);
    await this.subscriptions.replaceSecret(params.id, secret, formerUntil);
    return { secret, former_until: formerUntil.toISOString() };
  }

  private endpointOf(channel: Channel, text: string): Endpoint {
    if (channel === 'stream') return { url: '', host: '' };
    const { networks, smtp } = this.settings.alerts;
    if (channel === 'email' && !smtp) throw new Problem('email-not-set-up', 'No SMTP server is set.');
    const endpoint = parseEndpointOf(channel, text, { networks, domains: smtp?.domains ?? [] });
    if (typeof endpoint === 'string') throw notAllowed(endpoint);
    return endpoint;
  }
}

/** Of `kind:text`. */
function aboutIn(text: string): About {
  const colon = text.indexOf(':');
  return { [text.slice(0, colon)]: text.slice(colon + 1) } as unknown as About;
}

function notAllowed(message: string): Problem {
  const at = 'body/endpoint';
  return new Problem('endpoint-not-allowed', `${at}: ${message}`, { errors: [{ at, message }] });
}

function answerOf(record: SubscriptionRecord): Answer {
  return {
    id: record.id,
    about: record.about,
    events: record.events,
    minimum_level: record.minimumLevel,
    channel: record.channel,
    endpoint:
      record.channel === 'stream'
        ? operations.streamAlerts.path.replace('{id}', record.id)
        : shownEndpoint(record.endpoint, record.channel),
    description: record.description,
    created_at: record.createdAt.toISOString(),
    disabled_at: record.disabledAt?.toISOString() ?? null,
    disabled_because: record.disabledBecause,
    waiting: record.waiting,
    failing_since: record.failingSince?.toISOString() ?? null,
  };
}
