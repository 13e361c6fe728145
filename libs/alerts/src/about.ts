import { type AlertType, alertTypes } from './alert-type';

/** What a subscription is about: one of these. */
export type About =
  /** `fraud`, in the namespace `default`, or `payments/fraud`. */
  | { readonly model: string }
  /** `payments`; `pay*` for all that begin so, `*` for all. */
  | { readonly namespace: string }
  /** `team=risk`, or `team` for any value; of a version or of its model. */
  | { readonly label: string }
  /** `production` of any model, or `payments/fraud@production`. */
  | { readonly alias: string }
  /** `checkout` wherever it runs, or `checkout@production`. */
  | { readonly consumer: string }
  /** The name of a search that is saved. */
  | { readonly search: string };

export type AboutKind = About extends infer One ? (One extends unknown ? keyof One : never) : never;

export const aboutKinds = [
  'model',
  'namespace',
  'label',
  'alias',
  'consumer',
  'search',
] as const satisfies readonly AboutKind[];

/** The one member that an {@link About} has. */
export function partsOf(about: About): { readonly kind: AboutKind; readonly text: string } {
  const [[kind, text] = ['', '']] = Object.entries(about);
  return { kind: kind as AboutKind, text };
}

const ofConsumer: readonly AlertType[] = ['consumer.broken', 'subscription.disabled'];
const ofSearch: readonly AlertType[] = ['search.matched', 'subscription.disabled'];
const ofModels = alertTypes.filter((type) => type !== 'search.matched');

/** Who subscribes for a consumer wants to hear of what touches it, and of nothing else. */
export function typesAbout(kind: AboutKind): readonly AlertType[] {
  return kind === 'consumer' ? ofConsumer : kind === 'search' ? ofSearch : ofModels;
}

/** What is heard of where nobody says. */
export function defaultTypesAbout(kind: AboutKind): readonly AlertType[] {
  const [first] = kind === 'consumer' ? ofConsumer : kind === 'search' ? ofSearch : [];
  return first ? [first] : ['compatibility.broken'];
}
