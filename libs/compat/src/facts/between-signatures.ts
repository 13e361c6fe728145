import { type ApiUse, losesUse, servesClassify, servesRegress } from './apis';
import { addTensorFacts } from './between-tensors';
import { addDimEqualityFacts } from './dim-equalities';
import { examplesInput } from './examples';
import { type ApiChanged, type Fact, type SignaturePair } from './fact';

/** What changed in one signature. */
export function addSignatureFacts(facts: Fact[], signatures: SignaturePair): void {
  const { before, after } = signatures;
  const count = facts.length;
  // Interned signatures are one object where they are equal, and need no look inside.
  if (before.signature !== after.signature) addStructureFacts(facts, signatures);
  if (before.methodName !== after.methodName) {
    facts.push({ subject: 'signature', aspect: 'method-name', change: 'changed', signatures });
  }
  // About a signature that is the same there is nothing to say.
  if (facts.length > count) addExamplesFact(facts, signatures);
}

function addStructureFacts(facts: Fact[], signatures: SignaturePair): void {
  const { signature: before } = signatures.before;
  const { signature: after } = signatures.after;
  const count = facts.length;
  addTensorFacts(facts, signatures);
  if (facts.length > count) {
    addApiFact(facts, signatures, 'classify-api', servesClassify(before), servesClassify(after));
    addApiFact(facts, signatures, 'regress-api', servesRegress(before), servesRegress(after));
  }
  addDimEqualityFacts(facts, signatures);
}

function addApiFact(
  facts: Fact[],
  signatures: SignaturePair,
  aspect: ApiChanged['aspect'],
  before: ApiUse,
  after: ApiUse,
): void {
  const at = { subject: 'signature', aspect, signatures } as const;
  if (losesUse(before, after)) facts.push({ ...at, change: 'removed', sure: before.fit === 'yes' });
  if (losesUse(after, before)) facts.push({ ...at, change: 'added', sure: after.fit === 'yes' });
}

function addExamplesFact(facts: Fact[], signatures: SignaturePair): void {
  const before = examplesInput(signatures.before.signature);
  const after = examplesInput(signatures.after.signature);
  if (before === undefined || after === undefined) return;
  facts.push({ subject: 'signature', aspect: 'examples', change: 'unseen', signatures, before, after });
}
