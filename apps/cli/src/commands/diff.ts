import { judge, reportToJson, type Settings } from '@sigcat/compat';
import { counterexamplesOf } from '@sigcat/proof';
import { approvalsFrom, approvalsInUse, namingApprovers } from '../approvals-in-use';
import { type ExitCode } from '../exit-code';
import { type JudgingOptions } from '../judging-options';
import { lazy } from '../lazy';
import { type ModelReference, modelText, versionName, type VersionReference } from '../model-reference';
import { type Judgement, shown, type Threshold } from '../report/check';
import { judgementOfReport } from '../report/from-server';
import { printReport, type ReportOptions } from '../report/print';
import { placeInRepository } from '../repository';
import { type RepositoryApproval } from '../repository-file/approvals';
import { type ServerOptions } from '../server';
import { loadSubject, versionMeant } from '../subject';
import { type Terminal } from '../terminal';

export interface DiffOptions extends ServerOptions, JudgingOptions, ReportOptions, Threshold {
  /** Of the repository. */
  readonly approvals?: readonly RepositoryApproval[];
}

/**
 * Compares two models, each on disk or a version on a server: what does the second one change for callers of the first?
 * Of two versions of one model the server tells, by what it has been told of that model.
 */
export async function diff(
  before: string,
  after: string,
  options: DiffOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const approvals = approvalsInUse(options.approvals, terminal);
  const from = versionMeant(before);
  const to = versionMeant(after);
  const told =
    from && to && isOneModel(from, to)
      ? await tellVersions(from, to, approvals, options, terminal)
      : await tellModels(before, after, approvals, options, terminal);
  return printReport(
    {
      ...told.judgement,
      candidate: after,
      place: placeInRepository(after, process.cwd()),
      threshold: options,
      document: { baseline: before, candidate: after, ...told.report },
    },
    options,
    terminal,
  );
}

interface Told {
  readonly judgement: Judgement;
  /** As the API has it. */
  readonly report: object;
}

/** What the server says, by its settings and approvals. */
async function tellVersions(
  from: VersionReference,
  to: VersionReference,
  approvals: readonly RepositoryApproval[],
  options: DiffOptions,
  terminal: Terminal,
): Promise<Told> {
  const { clientFor } = await lazy.server();
  const answer = await clientFor(options, terminal).diff(from, from.version, to.version, {
    mode: options.mode,
    transport: options.transport,
    unknown_shapes: options.unknownShapes,
    extra_inputs: options.extraInputs,
    approving: approvals.map(({ fingerprint }) => fingerprint),
  });
  const report = { ...answer, findings: namingApprovers(answer.findings, approvals) };
  const names = [versionName(from)];
  const judgement = judgementOfReport(from, report);
  const findings = judgement.findings.map((finding) => ({ ...finding, against: names }));
  return { judgement: { ...judgement, baselines: { ...judgement.baselines, names }, findings }, report };
}

/** What is found here, by the settings given. */
async function tellModels(
  before: string,
  after: string,
  approvals: readonly RepositoryApproval[],
  options: DiffOptions,
  terminal: Terminal,
): Promise<Told> {
  const [baseline, candidate] = await Promise.all([
    loadSubject(before, options, terminal),
    loadSubject(after, options, terminal),
  ]);
  const settings = settingsOf(options);
  const judged = judge(baseline, candidate, settings, approvalsFrom(approvals));
  const report = reportToJson(judged, counterexamplesOf(judged, baseline, candidate, settings));
  const published = versionMeant(before);
  const name = published ? versionName(published) : before;
  return {
    judgement: {
      ...report,
      baselines: { names: [name], model: published ? modelText(published) : null },
      findings: shown(report.findings).map((finding) => ({ ...finding, against: [name] })),
      nextVersion: report.next_version,
    },
    report,
  };
}

function isOneModel(one: ModelReference, other: ModelReference): boolean {
  return one.namespace === other.namespace && one.model === other.model;
}

function settingsOf({ mode, transport, unknownShapes, extraInputs }: JudgingOptions): Partial<Settings> {
  return {
    ...(mode && { mode }),
    ...(transport && { transport }),
    ...(unknownShapes && { unknownShapes }),
    ...(extraInputs && { extraInputs }),
  };
}
