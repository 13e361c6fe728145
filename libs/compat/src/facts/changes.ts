import { type Dim, type DType, type Shape } from '@sigcat/core';
import { widens } from './dtype-order';
import { type DimChanged, type DTypeChanged, type RankChanged } from './fact';
import { dtypeOverJson } from './over-json';

/** `unspecified` says that the file does not record the dtype: like an unknown rank, it may be any. */
export function dtypeChange(before: DType, after: DType): DTypeChanged['change'] | undefined {
  if (before === after) return undefined;
  if (after === 'unspecified') return 'relaxed';
  if (before === 'unspecified') return 'restricted';
  if (dtypeOverJson(before) === 'yes' && dtypeOverJson(after) === 'no') return 'not-json';
  if (widens(before, after)) return 'widened';
  return widens(after, before) ? 'narrowed' : 'changed';
}

/** Between shapes of which at least one has no known rank, or both have another one. */
export function rankChange(before: Shape, after: Shape): RankChanged['change'] | undefined {
  if (before.rank === 'known') return after.rank === 'known' ? 'changed' : 'relaxed';
  return after.rank === 'known' ? 'restricted' : undefined;
}

/** A symbol allows the same sizes as an unknown dim. */
export function dimChange(before: Dim, after: Dim): DimChanged['change'] | undefined {
  if (after.kind !== 'fixed') return before.kind === 'fixed' ? 'relaxed' : undefined;
  if (before.kind !== 'fixed') return 'restricted';
  return before.size === after.size ? undefined : 'changed';
}
