import { type Graph, type ModelSignatures, tagSetText } from '@sigcat/core';
import { pointer } from '../pointer';
import { addSignatureFacts } from './between-signatures';
import { type Fact } from './fact';
import { pair } from './pairs';
import { signatureForm } from './same';

/**
 * What changed from the baseline to the candidate.
 *
 * Of several graphs with one tag set the first counts, as loaders have it. Tag sets mean something within
 * one format only: between two formats only equal ones are compared, and the others are no facts of their
 * own beside the changed format.
 */
export function factsBetween(baseline: ModelSignatures, candidate: ModelSignatures): Fact[] {
  const facts: Fact[] = [];
  const { both, removed, added } = pair(baseline.graphs, candidate.graphs, ({ tagSet }) =>
    tagSetText(tagSet),
  );
  if (baseline.format !== candidate.format) {
    const [before, after] = [baseline.format, candidate.format];
    facts.push({ subject: 'model', aspect: 'format', change: 'changed', before, after });
  } else {
    for (const { tagSet } of removed) {
      facts.push({ subject: 'tag-set', aspect: 'presence', change: 'removed', tagSet });
    }
    for (const { tagSet } of added) {
      facts.push({ subject: 'tag-set', aspect: 'presence', change: 'added', tagSet });
    }
  }
  for (const { before, after } of both) addGraphFacts(facts, before, after);
  return facts;
}

function addGraphFacts(facts: Fact[], { tagSet, signatures }: Graph, candidate: Graph): void {
  const graphPath = pointer(tagSetText(tagSet));
  const { both, renamed, removed, added } = pair(
    signatures,
    candidate.signatures,
    ({ key }) => key,
    ({ signature }) => signatureForm(signature),
  );
  const subject = 'signature';
  for (const { before, after } of both) {
    const { key } = before;
    addSignatureFacts(facts, { path: graphPath + pointer(key), tagSet, key, before, after });
  }
  for (const { before, after } of renamed) {
    const { key, signature } = before;
    const { key: newKey, signature: other } = after;
    const sides = { before: signature, after: other };
    facts.push({ subject, aspect: 'name', change: 'renamed', tagSet, key, newKey, ...sides });
  }
  for (const { key, signature } of removed) {
    facts.push({ subject, aspect: 'presence', change: 'removed', tagSet, key, signature });
  }
  for (const { key, signature } of added) {
    facts.push({ subject, aspect: 'presence', change: 'added', tagSet, key, signature });
  }
}
