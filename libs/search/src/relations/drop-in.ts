import { judge, type Settings, type Verdict } from '@sigcat/compat';
import { type ModelSignatures, type Signature } from '@sigcat/core';
import { modelOf } from './callable';

/** What there is to set when nobody's mode is asked for. Default: as in the checker. */
export type DropInSettings = Pick<Settings, 'transport' | 'unknownShapes' | 'extraInputs' | 'severities'>;

/** `undecided` where the signatures do not say enough. */
export type Fit = Exclude<Verdict, 'incompatible'>;

/**
 * Can the candidate take the baseline's place without its callers changing anything? That is what the checker calls
 * BACKWARD compatible. Between models that includes formats, tag sets and keys; between signatures it does not.
 * @returns nothing when it cannot
 */
export function dropIn<Side extends ModelSignatures | Signature>(
  baseline: Side,
  candidate: Side,
  settings: Partial<DropInSettings> = {},
): Fit | undefined {
  const [before, after] = [model(baseline), model(candidate)];
  const { verdict } = judge(before, after, { ...settings, mode: 'BACKWARD' });
  return verdict === 'incompatible' ? undefined : verdict;
}

function model(side: ModelSignatures | Signature): ModelSignatures {
  return 'graphs' in side ? side : modelOf(side);
}
