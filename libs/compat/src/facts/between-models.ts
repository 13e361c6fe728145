import { type Graph, type ModelSignatures, type NamedSignature, tagSetText } from '@sigcat/core';
import { tensorFacts } from './between-tensors';
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
  const { both, removed, added } = pair(baseline.graphs, candidate.graphs, ({ tagSet }) =>
    tagSetText(tagSet),
  );
  const facts = both.flatMap(([before, after]) => graphFacts(before, after));
  if (baseline.format !== candidate.format) {
    const formats = { before: baseline.format, after: candidate.format };
    return [{ subject: 'model', aspect: 'format', change: 'changed', ...formats }, ...facts];
  }
  const tagSet = { subject: 'tag-set', aspect: 'presence' } as const;
  return [
    ...removed.map((graph): Fact => ({ ...tagSet, change: 'removed', tagSet: graph.tagSet })),
    ...added.map((graph): Fact => ({ ...tagSet, change: 'added', tagSet: graph.tagSet })),
    ...facts,
  ];
}

function graphFacts(before: Graph, after: Graph): Fact[] {
  const { tagSet } = before;
  const { both, renamed, removed, added } = pair(
    before.signatures,
    after.signatures,
    ({ key }) => key,
    ({ signature }) => signatureForm(signature),
  );
  const facts = both.flatMap((signatures) => signatureFacts(before, ...signatures));
  for (const [old, { key, signature }] of renamed) {
    const sides = { before: old.signature, after: signature };
    facts.push({
      subject: 'signature',
      aspect: 'name',
      change: 'renamed',
      tagSet,
      key: old.key,
      newKey: key,
      ...sides,
    });
  }
  for (const { key, signature } of removed) {
    facts.push({ subject: 'signature', aspect: 'presence', change: 'removed', tagSet, key, signature });
  }
  for (const { key, signature } of added) {
    facts.push({ subject: 'signature', aspect: 'presence', change: 'added', tagSet, key, signature });
  }
  return facts;
}

/** Interned signatures are one object where they are equal, and need no look inside. */
function signatureFacts({ tagSet }: Graph, before: NamedSignature, after: NamedSignature): Fact[] {
  const { key } = before;
  const facts: Fact[] =
    before.signature === after.signature
      ? []
      : tensorFacts({ tagSet, key, before: before.signature, after: after.signature });
  if (before.methodName !== after.methodName) {
    const names = { before: before.methodName, after: after.methodName };
    facts.push({ subject: 'signature', aspect: 'method-name', change: 'changed', tagSet, key, ...names });
  }
  return facts;
}
