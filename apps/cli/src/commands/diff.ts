import { judge, reportToJson, type Settings } from '@sigcat/compat';
import { counterexamplesOf } from '@sigcat/proof';
import { approvalsFrom, approvalsInUse } from '../approvals-in-use';
import { type ExitCode } from '../exit-code';
import { type JudgingOptions } from '../judging-options';
import { modelText, versionName } from '../model-reference';
import { shown } from '../report/check';
import { printReport, type ReportOptions } from '../report/print';
import { type Threshold } from '../report/threshold';
import { placeInRepository } from '../repository';
import { type RepositoryApproval } from '../repository-file/approvals';
import { type ServerOptions } from '../server';
import { loadSubject, versionMeant } from '../subject';
import { type Terminal } from '../terminal';

export interface DiffOptions extends ServerOptions, JudgingOptions, ReportOptions, Threshold {
  /** Of the repository. */
  readonly approvals?: readonly RepositoryApproval[];
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
  const settings = settingsOf(options);
  const approvals = approvalsFrom(approvalsInUse(options.approvals, terminal));
  const judged = judge(baseline, candidate, settings, approvals);
  const report = reportToJson(judged, counterexamplesOf(judged, baseline, candidate, settings));
  const { next_version: nextVersion, findings, ...rest } = report;
  const published = versionMeant(before);
  const name = published ? versionName(published) : before;
  return printReport(
    {
      ...rest,
      candidate: after,
      place: placeInRepository(after, process.cwd()),
      baselines: { names: [name], model: published ? modelText(published) : null },
      findings: shown(findings).map((finding) => ({ ...finding, against: [name] })),
      nextVersion,
      threshold: options,
      document: { baseline: before, candidate: after, ...report },
    },
    options,
    terminal,
  );
}

function settingsOf({ mode, transport, unknownShapes, extraInputs }: JudgingOptions): Partial<Settings> {
  return {
    ...(mode && { mode }),
    ...(transport && { transport }),
    ...(unknownShapes && { unknownShapes }),
    ...(extraInputs && { extraInputs }),
  };
}
