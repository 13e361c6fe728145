import { judge, type Level, levels, type Report, reportToJson } from '@sigcat/compat';
import { exitCode, type ExitCode } from '../exit-code';
import { type ServerOptions } from '../server';
import { loadSubject } from '../subject';
import { type Stream, type Terminal } from '../terminal';
import { countsText, findingsText, reasonText, verdictText } from '../text/findings-text';
import { safeJson } from '../text/safe-text';

export interface DiffOptions extends ServerOptions {
  readonly format: 'text' | 'json';
  readonly failOn: Exclude<Level, 'hidden'> | 'never';
  readonly strict?: boolean;
}

/** Compares two models, each on disk or a version on a server: what does the second one change for callers of the first? */
export async function diff(
  before: string,
  after: string,
  options: DiffOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const [baseline, candidate] = await Promise.all([
    loadSubject(before, options, terminal),
    loadSubject(after, options, terminal),
  ]);
  const report = judge(baseline, candidate);
  const { out } = terminal;
  out.write(
    options.format === 'json'
      ? `${safeJson({ baseline: before, candidate: after, ...reportToJson(report) })}\n`
      : reportText(report, out),
  );
  return exitCodeFor(report, options);
}

function reportText(report: Report, { colours }: Stream): string {
  const json = reportToJson(report);
  const lines = [
    `${verdictText(json.verdict, colours)}: ${countsText(json.counts)}`,
    ...findingsText(json, colours),
    '',
    reasonText(json),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** What is found outweighs what is open. */
export function exitCodeFor(
  { counts, verdict }: Pick<Report, 'counts' | 'verdict'>,
  { failOn, strict = false }: Pick<DiffOptions, 'failOn' | 'strict'>,
): ExitCode {
  const serious = failOn === 'never' ? [] : levels.slice(0, levels.indexOf(failOn) + 1);
  if (serious.some((level) => counts[level] > 0)) return exitCode.findings;
  return strict && verdict === 'undecided' ? exitCode.undecided : exitCode.fine;
}
