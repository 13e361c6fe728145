import { type Finding, type Settings, type Transport } from '@sigcat/compat';
import { type ModelSignatures, type Shape, type Signature, type TensorSpec } from '@sigcat/core';
import { type BrokenCall, brokenCalls } from '@sigcat/serving-model';

/** What rules and calls may differ over: a break that no error tells of, or an error that no call shows. */
export interface Dispute {
  readonly baseline: ModelSignatures;
  readonly candidate: ModelSignatures;
  readonly transport: Transport;
  readonly extraInputs: Settings['extraInputs'];
  readonly about: { readonly missed: BrokenCall } | { readonly unproved: Finding };
}

export interface Exception {
  readonly reason: string;
  readonly covers: (dispute: Dispute) => boolean;
  /** A pair that needs it. */
  readonly example: {
    readonly before: string;
    readonly after: string;
    readonly transport: Transport;
    readonly extraInputs?: Settings['extraInputs'];
  };
}

/** Where rules and calls are known to differ. */
export const exceptions: readonly Exception[] = [
  {
    reason: 'over JSON the rules do not ask whether rows can be sent at all; columns pass over extra inputs',
    covers: (dispute) => isUnproved(dispute, 'json', 'input-removed') && !everWorksInRows(dispute.baseline),
    example: {
      before: 'f(a: string[], b: int32[]) -> (y: int64[?])',
      after: 'f(b: int32[]) -> (y: int64[?])',
      transport: 'json',
    },
  },
  {
    reason: 'JSON shows neither dtypes nor further sizes of what is empty; a fixed 0 is too rare for a rule',
    covers: (dispute) => isUnproved(dispute, 'json') && tensorsOf(dispute).some(hasFixedZero),
    example: {
      before: 'f(a: int8[]) -> (y: int32[0])',
      after: 'f(a: int8[]) -> (y: bool[0])',
      transport: 'json',
    },
  },
  {
    reason:
      'the rules take an unknown rank for rows that may be sent, the calls count on rows only where an axis is open',
    covers: (dispute) =>
      isUnproved(dispute, dispute.transport, 'output-batch-dim-fixed') &&
      signaturesOf(dispute.baseline).some(({ inputs }) => inputs.some(hasUnknownRank)),
    example: {
      before: 'f(a: int64[...]) -> (y: int8[?])',
      after: 'f(a: int64[...]) -> (y: int8[4])',
      transport: 'tensor',
    },
  },
  {
    reason:
      'whole numbers are numbers of a float in JSON; that they mean the same to the model the rules do not trust',
    covers: ({ about, transport }) =>
      transport === 'json' &&
      'unproved' in about &&
      about.unproved.rule === 'input-dtype-changed' &&
      /^u?int/.test(about.unproved.before ?? '') &&
      /^float/.test(about.unproved.after ?? ''),
    example: {
      before: 'f(a: int32[]) -> (y: string[])',
      after: 'f(a: float64[]) -> (y: string[])',
      transport: 'json',
    },
  },
  {
    reason:
      'an output of no certain dtype may have failed over JSON before: that now it always does is a break all the same',
    covers: (dispute) =>
      isUnproved(dispute, 'json') &&
      signaturesOf(dispute.baseline).some(({ outputs }) => outputs.some(hasNoCertainDtype)),
    example: {
      before: 'f(a: int64[]) -> (y: unspecified[])',
      after: 'f(a: int64[]) -> (y: float16[])',
      transport: 'json',
    },
  },
  {
    reason:
      'the rules take it that any number of rows can be sent, also where a fixed axis or an unknown rank leaves one or none',
    covers: (dispute) =>
      isUnproved(dispute, 'json', 'output-unbatched-added') &&
      signaturesOf(dispute.baseline).some(({ inputs, outputs }) =>
        [...inputs, ...outputs].some((spec) => hasFixedRows(spec) || hasUnknownRank(spec)),
      ),
    example: {
      before: 'f(a: float64[?,3]) -> (y: int64[M], z: string[3])',
      after: 'f(a: float64[...]) -> (x: string[], y: int64[M], z: string[3])',
      transport: 'json',
    },
  },
  {
    reason:
      'a tie ends with an input that is ignored from now on: the rules see the input go, and that is harmless',
    covers: ({ about, extraInputs, baseline, candidate }) =>
      'missed' in about &&
      about.missed.objection.reason === 'unequal-sizes' &&
      extraInputs === 'ignore' &&
      inputNames(baseline).some((name) => !inputNames(candidate).includes(name)),
    example: {
      before: 'f(b: bool[?,M]) -> (z: int64[M])',
      after: 'f() -> (z: int64[M])',
      transport: 'tensor',
      extraInputs: 'ignore',
    },
  },
  {
    reason:
      'rows come back no more where the first axis of an output is newly tied to an axis that is not all of the rows; the rules take a tie for a mere promise',
    covers: ({ about, candidate }) =>
      'missed' in about &&
      about.missed.kind === 'answer' &&
      ['unequal-sizes', 'wrong-rows', 'rows-differ'].includes(about.missed.objection.reason) &&
      signaturesOf(candidate).some(tiesRows),
    example: {
      before: 'f(a: int32[?,4]) -> (z: int8[M,4])',
      after: 'f(a: int32[?,M]) -> (z: int8[M,4])',
      transport: 'tensor',
    },
  },
  {
    reason:
      'beside an output with fixed rows only that many rows ever worked; the rules ask nothing more there',
    covers: ({ about, transport, baseline }) =>
      transport === 'json' &&
      'missed' in about &&
      about.missed.objection.reason === 'rows-differ' &&
      signaturesOf(baseline).some(({ outputs }) => outputs.some(hasFixedRows)),
    example: {
      before: 'f(a: float32[?]) -> (x: float32[1], y: float32[?])',
      after: 'f(a: float32[?]) -> (x: float32[1], y: float32[?], z: float32[4])',
      transport: 'json',
    },
  },
  {
    reason:
      'whether an input of no certain dtype took examples is not recorded, and an input that goes may be harmless',
    covers: ({ about, baseline }) =>
      'missed' in about &&
      about.missed.request.api !== 'predict' &&
      signaturesOf(baseline).some(({ inputs }) => inputs.some(hasNoCertainDtype)),
    example: {
      before: 'f(inputs: unspecified[...]) -> (scores: float32[...])',
      after: 'f() -> (scores: float32[...])',
      transport: 'tensor',
      extraInputs: 'ignore',
    },
  },
];

function isUnproved({ about, transport }: Dispute, over: Transport, rule?: string): boolean {
  if (!('unproved' in about) || transport !== over) return false;
  return rule === undefined || about.unproved.rule === rule;
}

function everWorksInRows(model: ModelSignatures): boolean {
  const none = { format: model.format, graphs: [] };
  for (const { request } of brokenCalls(model, none, 'json', { extraInputs: 'reject' })) {
    if (request.api === 'predict' && request.transport === 'json' && request.form === 'row') return true;
  }
  return false;
}

function signaturesOf({ graphs }: ModelSignatures): Signature[] {
  return graphs.flatMap(({ signatures }) => signatures.map(({ signature }) => signature));
}

function inputNames(model: ModelSignatures): string[] {
  return signaturesOf(model).flatMap(({ inputs }) => inputs.map(({ name }) => name));
}

function tensorsOf({ baseline, candidate }: Dispute): TensorSpec[] {
  return [baseline, candidate]
    .flatMap(signaturesOf)
    .flatMap(({ inputs, outputs }) => [...inputs, ...outputs]);
}

function tiesRows({ inputs, outputs }: Signature): boolean {
  const known = new Set(inputs.flatMap(({ shape }) => symbolsOf(shape)));
  return outputs.some(({ shape }) => {
    const [first = ''] = symbolsOf(shape);
    return first !== '' && known.has(first);
  });
}

/** By axis; empty where there is none. */
function symbolsOf(shape: Shape): string[] {
  if (shape.rank === 'unknown') return [];
  return shape.dims.map((dim) => (dim.kind === 'symbolic' ? dim.name : ''));
}

function hasFixedZero({ shape }: TensorSpec): boolean {
  return shape.rank === 'known' && shape.dims.some((dim) => dim.kind === 'fixed' && dim.size === 0);
}

function hasUnknownRank({ shape }: TensorSpec): boolean {
  return shape.rank === 'unknown';
}

function hasNoCertainDtype({ dtype }: TensorSpec): boolean {
  return dtype === 'unspecified';
}

function hasFixedRows({ shape }: TensorSpec): boolean {
  return shape.rank === 'known' && shape.dims[0]?.kind === 'fixed';
}
