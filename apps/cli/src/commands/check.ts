import { type Check as CheckAnswer } from '@sigcat/client';
import { approvalsInUse, namingApprovers } from '../approvals-in-use';
import { type ExitCode } from '../exit-code';
import { type JudgingOptions } from '../judging-options';
import { versionText } from '../model-reference';
import { type ModelAndCandidate } from '../model-words';
import { judgementOfCheck } from '../report/from-server';
import { printReport, type ReportOptions } from '../report/print';
import { type Threshold } from '../report/check';
import { placeInRepository } from '../repository';
import { type RepositoryApproval } from '../repository-file/approvals';
import { clientFor, type ServerOptions } from '../server';
import { type Terminal } from '../terminal';
import { sendArtifact } from '../upload';

export interface CheckOptions extends ServerOptions, JudgingOptions, ReportOptions, Threshold {
  readonly against?: string;
  /** The model need not be there yet. */
  readonly new?: boolean;
  /** Of the repository. */
  readonly approvals?: readonly RepositoryApproval[];
}

/** Asks a server what would come of publishing a model, or of a version; nothing is written there. */
export async function check(
  subject: ModelAndCandidate,
  options: CheckOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { model } = subject;
  const approvals = approvalsInUse(options.approvals, terminal);
  const asked = await ask(subject, approvals, options, terminal);
  const reports = asked.reports.map((report) => ({
    ...report,
    findings: namingApprovers(report.findings, approvals),
  }));
  const answer = { ...asked, reports };
  const isPath = 'path' in subject;
  const candidate = isPath ? subject.path : versionText(model, answer.candidate_version ?? subject.version);
  return printReport(
    {
      ...judgementOfCheck(model, answer),
      candidate,
      place: isPath ? placeInRepository(subject.path, process.cwd()) : candidate,
      threshold: options,
      document: answer,
    },
    options,
    terminal,
  );
}

function ask(
  subject: ModelAndCandidate,
  approvals: readonly RepositoryApproval[],
  options: CheckOptions,
  terminal: Terminal,
): Promise<CheckAnswer> {
  const client = clientFor(options, terminal);
  const how = {
    against: options.against,
    mode: options.mode,
    transport: options.transport,
    unknown_shapes: options.unknownShapes,
    extra_inputs: options.extraInputs,
    new_model: options.new,
    approving: approvals.map(({ fingerprint }) => fingerprint),
  };
  return 'path' in subject
    ? sendArtifact(subject.path, terminal, (artifact) => client.check(subject.model, artifact, how))
    : client.check(subject.model, { version: subject.version }, how);
}
