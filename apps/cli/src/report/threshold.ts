import { type FailOn, failOns } from '../choices';
import { type ExitCode, exitCode } from '../exit-code';
import { type Check, type ReportedFinding } from './check';

type Failing = Pick<Check, 'counts' | 'mode' | 'verdict' | 'threshold'>;

/** What is found outweighs what is open. */
export function exitCodeFor(check: Failing): ExitCode {
  const { counts, verdict, threshold } = check;
  if (failing(check).some((level) => counts[level] > 0)) return exitCode.findings;
  return threshold.strict && verdict === 'undecided' ? exitCode.undecided : exitCode.fine;
}

/** Is it for this finding, perhaps among others, that the command fails? */
export function failsFor(
  { level, approval }: Pick<ReportedFinding, 'level' | 'approval'>,
  check: Pick<Check, 'mode' | 'verdict' | 'threshold'>,
): boolean {
  if (approval) return false;
  const isOpen = check.threshold.strict && check.verdict === 'undecided' && level === 'warning';
  return isOpen || failing(check).some((one) => one === level);
}

function failing({
  mode,
  threshold,
}: Pick<Check, 'mode' | 'threshold'>): readonly Exclude<FailOn, 'never'>[] {
  const { failOn = mode === 'NONE' ? 'never' : 'error' } = threshold;
  const levels = failOns.filter((one) => one !== 'never');
  return failOn === 'never' ? [] : levels.slice(0, levels.indexOf(failOn) + 1);
}
