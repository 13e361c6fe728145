import { type About, partsOf } from './about';

/** What something that happened has to do with. */
export interface Touched {
  readonly model?: { readonly namespace: string; readonly model: string };
  /** Of the version and of its model. */
  readonly labels?: readonly Readonly<Record<string, string>>[];
  /** Of the model. */
  readonly aliases?: readonly string[];
  readonly consumer?: { readonly consumer: string; readonly environment: string };
  /** The name of a search that is saved. */
  readonly search?: string;
}

/**
 * The one text that a subscription is found by: whatever happens has a few {@link topicsOf}, and an index on this text
 * finds the subscriptions to them however many others there are.
 */
export function topicOf(about: About): string {
  const { kind, text } = partsOf(about);
  return `${kind}:${kind === 'model' && !text.includes('/') ? `default/${text}` : text}`;
}

/** All the topics whose subscribers hear of what touches this. */
export function topicsOf({ model, labels = [], aliases = [], consumer, search }: Touched): string[] {
  const address = model && `${model.namespace}/${model.model}`;
  return [
    ...(model ? [topicOf({ model: address ?? '' }), ...namespaceTopics(model.namespace)] : []),
    ...labels.flatMap(labelTopics),
    ...aliases.flatMap((alias) => [topicOf({ alias }), topicOf({ alias: `${address ?? ''}@${alias}` })]),
    ...(consumer
      ? [consumer.consumer, `${consumer.consumer}@${consumer.environment}`].map((text) =>
          topicOf({ consumer: text }),
        )
      : []),
    ...(search === undefined ? [] : [topicOf({ search })]),
  ].filter((topic, i, all) => all.indexOf(topic) === i);
}

/** The name itself, and each pattern that it fits. */
function namespaceTopics(namespace: string): string[] {
  const patterns = Array.from({ length: namespace.length + 1 }, (_, i) => `${namespace.slice(0, i)}*`);
  return [namespace, ...patterns].map((text) => topicOf({ namespace: text }));
}

function labelTopics(labels: Readonly<Record<string, string>>): string[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    topicOf({ label: key }),
    topicOf({ label: `${key}=${value}` }),
  ]);
}
