import { type Graph, type ModelSignatures, type Signature, tagSetText } from '@sigcat/core';
import { type Address, type Request } from './request';
import { type AddressObjection } from './ruling';

const defaultKey = 'serving_default';

/** What finds a signature: REST takes an empty key for none. */
type Target = Address & Pick<Request, 'transport'>;

/** The signature that a request is for, or what of its address the server does not have. */
export function findSignature(server: ModelSignatures, target: Target): Signature | AddressObjection {
  const graph = findGraph(server, target);
  if (graph === undefined) return 'no-such-graph';
  const key = keyOf(target);
  return graph.signatures.find((named) => named.key === key)?.signature ?? 'no-such-signature';
}

export function keyOf({ key = defaultKey, transport }: Target): string {
  return key === '' && transport === 'json' ? defaultKey : key;
}

/** Loaders match tag sets exactly and take the first graph that matches. */
export function findGraph(server: ModelSignatures, { tagSet }: Address): Graph | undefined {
  return tagSet === undefined
    ? defaultGraph(server)
    : server.graphs.find((graph) => tagSetText(graph.tagSet) === tagSetText(tagSet));
}

/** The graph of the tag set {serve}; in formats that do without tags, the one without. */
export function defaultGraph({ format, graphs }: ModelSignatures): Graph | undefined {
  const serve = graphs.find(({ tagSet }) => tagSet.length === 1 && tagSet[0] === 'serve');
  return serve ?? (format === 'saved-model' ? undefined : graphs.find(({ tagSet }) => tagSet.length === 0));
}
