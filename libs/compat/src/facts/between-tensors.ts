import { type Dim, type DType, type Shape, type TensorSpec } from '@sigcat/core';
import { dimChange, dtypeChange, rankChange } from './changes';
import { type Fact, type Role, type SignaturePair } from './fact';
import { keepsSize } from './kept-sizes';
import { swapped } from './mirror';
import { pair } from './pairs';
import { sharesRows } from './row-form';
import { sameEncoding, tensorForm } from './same';

/** What changed in the inputs and outputs of one signature. */
export function addTensorFacts(facts: Fact[], signatures: SignaturePair): void {
  const { signature: before } = signatures.before;
  const { signature: after } = signatures.after;
  new TensorComparison(signatures, 'input', facts).all(before.inputs, after.inputs);
  new TensorComparison(signatures, 'output', facts).all(before.outputs, after.outputs);
}

/** What would have changed if the only output there is now had the name of the only one that there was. */
export function factsOfSuccessor({ after, ...pair }: SignaturePair): Fact[] {
  const { outputs } = pair.before.signature;
  const name = outputs[0]?.name ?? '';
  const heirs = after.signature.outputs.map((spec) => ({ ...spec, name }));
  const signatures = { ...pair, after: { ...after, signature: { ...after.signature, outputs: heirs } } };
  const facts: Fact[] = [];
  new TensorComparison(signatures, 'output', facts).all(outputs, heirs);
  return facts;
}

class TensorComparison {
  constructor(
    private readonly signatures: SignaturePair,
    private readonly subject: Role,
    private readonly facts: Fact[],
  ) {}

  all(before: readonly TensorSpec[], after: readonly TensorSpec[]): void {
    const { both, renamed, removed, added } = pair(before, after, ({ name }) => name, tensorForm);
    const { subject, signatures, facts } = this;
    for (const { before: old, after: new_ } of both) this.one(old, new_);
    for (const { before: old, after: new_ } of renamed) {
      const { name } = old;
      facts.push({
        subject,
        aspect: 'name',
        change: 'renamed',
        signatures,
        name,
        before: old,
        after: new_,
      });
    }
    for (const spec of removed) this.oneSided('removed', spec);
    for (const spec of added) this.oneSided('added', spec);
  }

  private oneSided(change: 'added' | 'removed', spec: TensorSpec): void {
    const { subject, signatures, facts } = this;
    const { name } = spec;
    if (subject === 'input') {
      facts.push({ subject, aspect: 'presence', change, signatures, name, spec });
    } else {
      const rows = sharesRows(spec, change === 'added' ? signatures : swapped(signatures));
      facts.push({ subject, aspect: 'presence', change, signatures, name, spec, sharesRows: rows });
    }
  }

  private one(before: TensorSpec, after: TensorSpec): void {
    if (before === after) return;
    const { subject, signatures, facts } = this;
    const { name } = before;
    if (subject === 'input') this.presence(before, after);
    if (sameEncoding(before.encoding, after.encoding)) {
      this.dtype(name, before.dtype, after.dtype);
      this.shape(name, before.shape, after.shape);
    } else {
      facts.push({ subject, aspect: 'encoding', change: 'changed', signatures, name, before, after });
    }
  }

  /** May the input be left out, and what stands in for it then? */
  private presence(before: TensorSpec, after: TensorSpec): void {
    const { signatures, facts } = this;
    const { name, default: old } = before;
    const { default: new_ } = after;
    const subject = 'input';
    if (before.optional !== after.optional) {
      const change = after.optional ? 'relaxed' : 'restricted';
      facts.push({ subject, aspect: 'optionality', change, signatures, name, before, after });
    } else if (old?.digest !== new_?.digest) {
      facts.push({
        subject,
        aspect: 'default',
        change: 'changed',
        signatures,
        name,
        before: old,
        after: new_,
      });
    }
  }

  private dtype(name: string, before: DType, after: DType): void {
    const { subject, signatures, facts } = this;
    const change = dtypeChange(before, after);
    if (change === undefined) return;
    facts.push({ subject, aspect: 'dtype', change, signatures, name, before, after });
  }

  private shape(name: string, before: Shape, after: Shape): void {
    const { subject, signatures, facts } = this;
    if (before.rank === 'known' && after.rank === 'known' && before.dims.length === after.dims.length) {
      this.dims(name, before.dims, after.dims);
      return;
    }
    const change = rankChange(before, after);
    if (change === undefined) return;
    facts.push({ subject, aspect: 'rank', change, signatures, name, before, after });
  }

  private dims(name: string, old: readonly Dim[], new_: readonly Dim[]): void {
    const { subject, signatures, facts } = this;
    let axis = 0;
    for (const after of new_) {
      const before = old[axis] ?? after;
      const change = dimChange(before, after);
      if (change !== undefined && !(subject === 'output' && keepsSize(before, after, signatures))) {
        facts.push({ subject, aspect: 'dim', change, signatures, name, axis, before, after });
      }
      axis++;
    }
  }
}
