import { type Dim, type DType, type Shape, type TensorSpec } from '@sigcat/core';
import { widens } from './dtype-order';
import { type DimChanged, type DTypeChanged, type Fact, type Role, type SignaturePair } from './fact';
import { pair } from './pairs';
import { sameDim, sameEncoding, tensorForm } from './same';

/** What changed in the inputs and outputs of one signature. */
export function tensorFacts(signatures: SignaturePair): Fact[] {
  const facts: Fact[] = [];
  new TensorComparison(signatures, 'input', facts).all(signatures.before.inputs, signatures.after.inputs);
  new TensorComparison(signatures, 'output', facts).all(signatures.before.outputs, signatures.after.outputs);
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
    for (const [old, new_] of both) this.one(old, new_);
    for (const [old, new_] of renamed) {
      this.facts.push({ ...this.at(old), aspect: 'name', change: 'renamed', before: old, after: new_ });
    }
    for (const spec of removed) {
      this.facts.push({ ...this.at(spec), aspect: 'presence', change: 'removed', spec });
    }
    for (const spec of added) {
      this.facts.push({ ...this.at(spec), aspect: 'presence', change: 'added', spec });
    }
  }

  private one(before: TensorSpec, after: TensorSpec): void {
    if (this.subject === 'input') this.presence(before, after);
    if (sameEncoding(before.encoding, after.encoding)) {
      this.dtype(before, after);
      this.shape(before, after);
    } else {
      this.facts.push({ ...this.at(before), aspect: 'encoding', change: 'changed', before, after });
    }
  }

  /** May the input be left out, and what stands in for it then? */
  private presence(before: TensorSpec, after: TensorSpec): void {
    const at = { ...this.at(before), subject: 'input' } as const;
    if (before.optional !== after.optional) {
      const change = after.optional ? 'relaxed' : 'restricted';
      this.facts.push({ ...at, aspect: 'optionality', change, before, after });
    } else if (before.default?.digest !== after.default?.digest) {
      const values = { before: before.default, after: after.default };
      this.facts.push({ ...at, aspect: 'default', change: 'changed', ...values });
    }
  }

  private dtype(spec: TensorSpec, { dtype: after }: TensorSpec): void {
    const before = spec.dtype;
    const change = dtypeChange(before, after);
    if (change !== undefined) this.facts.push({ ...this.at(spec), aspect: 'dtype', change, before, after });
  }

  private shape(spec: TensorSpec, { shape: after }: TensorSpec): void {
    const before = spec.shape;
    if (before.rank === 'known' && after.rank === 'known' && before.dims.length === after.dims.length) {
      after.dims.forEach((dim, axis) => {
        this.dim(spec, axis, before.dims[axis] ?? dim, dim);
      });
      return;
    }
    const change = rankChange(before, after);
    if (change !== undefined) this.facts.push({ ...this.at(spec), aspect: 'rank', change, before, after });
  }

  private dim(spec: TensorSpec, axis: number, before: Dim, after: Dim): void {
    if (sameDim(before, after)) return;
    this.facts.push({
      ...this.at(spec),
      aspect: 'dim',
      change: dimChange(before, after),
      axis,
      before,
      after,
    });
  }

  private at({ name }: TensorSpec) {
    return { subject: this.subject, signatures: this.signatures, name };
  }
}

/** `unspecified` says that the file does not record the dtype: like an unknown rank, it may be any. */
function dtypeChange(before: DType, after: DType): DTypeChanged['change'] | undefined {
  if (before === after) return undefined;
  if (after === 'unspecified') return 'relaxed';
  if (before === 'unspecified') return 'restricted';
  if (widens(before, after)) return 'widened';
  if (widens(after, before)) return 'narrowed';
  return 'changed';
}

function rankChange(before: Shape, after: Shape): 'relaxed' | 'restricted' | 'changed' | undefined {
  if (before.rank === 'known') return after.rank === 'known' ? 'changed' : 'relaxed';
  return after.rank === 'known' ? 'restricted' : undefined;
}

function dimChange(before: Dim, after: Dim): DimChanged['change'] {
  if (after.kind !== 'fixed') return 'relaxed';
  return before.kind === 'fixed' ? 'changed' : 'restricted';
}
