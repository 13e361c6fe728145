import type { Asked, ItemOf, Search } from '@sigcat/client';
import type { ExtraInputs, Level, Mode, TransportSetting, UnknownShapes } from '@sigcat/compat';

/*
 * What options may be set to. It is written out, with nothing but types taken from the rules, since to load those
 * takes longer than most commands do.
 */

/** The members of a union, of which none can be forgotten. */
function choices<T extends string>(each: Readonly<Record<T, true>>): readonly T[] {
  return Object.keys(each) as T[];
}

export const modes = choices<Mode>({
  BACKWARD: true,
  BACKWARD_TRANSITIVE: true,
  FORWARD: true,
  FORWARD_TRANSITIVE: true,
  FULL: true,
  FULL_TRANSITIVE: true,
  NONE: true,
});

export const transportSettings = choices<TransportSetting>({ tensor: true, json: true, both: true });

export const unknownShapes = choices<UnknownShapes>({ warn: true, strict: true });

export const extraInputs = choices<ExtraInputs>({ reject: true, ignore: true });

export type SearchRelation = NonNullable<Search['relation']>;

export const searchRelations = choices<SearchRelation>({ matches: true, accepts: true, exact: true });

/** The least serious level that lets a command fail. */
export type FailOn = Exclude<Level, 'hidden'> | 'never';

/** Most serious first. */
export const failOns = choices<FailOn>({ error: true, warning: true, info: true, never: true });

/** How a report can be written. */
export type ReportFormatName = 'text' | 'json' | 'junit' | 'github' | 'gitlab' | 'markdown' | 'sarif';

export const reportFormatNames = choices<ReportFormatName>({
  text: true,
  json: true,
  junit: true,
  github: true,
  gitlab: true,
  markdown: true,
  sarif: true,
});

type NewSubscription = Asked<'createSubscription'>['body'];

/** What there is to hear of. */
export type AlertEvent = NonNullable<NewSubscription['events']>[number];

export const alertEvents = choices<AlertEvent>({
  'model_version.published': true,
  'compatibility.broken': true,
  'compatibility.undecided': true,
  'alias.moved': true,
  'consumer.broken': true,
  'search.matched': true,
  'subscription.disabled': true,
});

/** How serious it is. */
export type AlertLevel = NonNullable<NewSubscription['minimum_level']>;

export const alertLevels = choices<AlertLevel>({ info: true, warning: true, error: true });

/** How it is sent. */
export type Channel = NonNullable<NewSubscription['channel']>;

export const channels = choices<Channel>({
  webhook: true,
  slack: true,
  teams: true,
  email: true,
  stream: true,
});

/** What there is to subscribe to. */
export type SubscribableKind = NewSubscription['about'] extends infer About
  ? About extends unknown
    ? keyof About & string
    : never
  : never;

export const subscribableKinds = choices<SubscribableKind>({
  model: true,
  namespace: true,
  label: true,
  alias: true,
  consumer: true,
  search: true,
});

/** What may have become of what is sent. */
export type DeliveryState = ItemOf<'listDeliveries'>['state'];

export const deliveryStates = choices<DeliveryState>({
  pending: true,
  delivered: true,
  dead: true,
  kept: true,
});
