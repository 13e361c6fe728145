import { type FailOn, failOns } from '../choices';
import { type ExitCode, exitCode } from '../exit-code';
import { type Check, type ReportedFinding } from './check';

/** What lets a command fail. */
export interface Threshold {
  /** The least serious level that does. */
  readonly failOn: FailOn;
  /** Does it also where it cannot be decided? */
  readonly strict?: boolean | undefined;
}

type Failing = Pick<Check, 'counts' | 'verdict' | 'threshold'>;

/** What is found outweighs what is open. */
export function exitCodeFor({ counts, verdict, threshold }: Failing): ExitCode {
  const { failOn, strict = false } = threshold;
  if (failing(failOn).some((level) => counts[level] > 0)) return exitCode.findings;
  return strict && verdict === 'undecided' ? exitCode.undecided : exitCode.fine;
}

/** Is it for this finding, perhaps among others, that the command fails? */
export function failsFor(
  { level, approval }: Pick<ReportedFinding, 'level' | 'approval'>,
  { verdict, threshold: { failOn, strict = false } }: Pick<Check, 'verdict' | 'threshold'>,
): boolean {
  if (approval) return false;
  const isOpen = strict && verdict === 'undecided' && level === 'warning';
  return isOpen || failing(failOn).some((one) => one === level);
}

function failing(failOn: FailOn): readonly Exclude<FailOn, 'never'>[] {
  const levels = failOns.filter((one) => one !== 'never');
  return failOn === 'never' ? [] : levels.slice(0, levels.indexOf(failOn) + 1);
}
