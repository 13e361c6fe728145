import { type Finding, judge, type Report } from '@sigcat/compat';
import { type Alike, type Export } from './exports';

/** What is found when one export takes the place of another. */
export interface Pair {
  readonly baseline: Export;
  readonly candidate: Export;
  readonly report: Report;
  /** The same with `unknown_shapes: strict`. */
  readonly strict: Report;
}

/** Each export that stands for others with each other one, both ways. */
export function pairsOf(groups: readonly Alike[]): readonly Pair[] {
  return groups.flatMap(([baseline]) =>
    groups
      .filter(([candidate]) => candidate !== baseline)
      .map(([candidate]) => ({
        baseline,
        candidate,
        report: judge(baseline.model, candidate.model),
        strict: judge(baseline.model, candidate.model, { unknownShapes: 'strict' }),
      })),
  );
}

export function errorsOf({ findings }: Report): readonly Finding[] {
  return findings.filter(({ level }) => level === 'error');
}

/** What is an error with `unknown_shapes: strict` and not without. */
export function errorsIfStrict({ report, strict }: Pair): readonly Finding[] {
  const place = ({ rule, path }: Finding): string => `${rule} ${path}`;
  const plain = new Set(errorsOf(report).map(place));
  return errorsOf(strict).filter((finding) => !plain.has(place(finding)));
}
