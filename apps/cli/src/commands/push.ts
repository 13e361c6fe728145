import { type PublishAnswer, type Rehearsal, type Report, type SigcatClient } from '@sigcat/client';
import { Problem } from '@sigcat/problems';
import { approvalsInUse, namingApprovers, putApprovals } from '../approvals-in-use';
import { exitCode, type ExitCode } from '../exit-code';
import { type ModelReference, versionText } from '../model-reference';
import { type RepositoryApproval } from '../repository-file/approvals';
import { judgementOfReport } from '../report/from-server';
import { countsText } from '../report/wording';
import { clientFor, type ServerOptions } from '../server';
import { type Colours, type Terminal } from '../terminal';
import { judgementText, verdictText } from '../text/judgement-text';
import { linesOf } from '../text/lines';
import { safeJson, safeText } from '../text/safe-text';
import { sendArtifact } from '../upload';

export interface PushOptions extends ServerOptions {
  readonly format: 'text' | 'json';
  readonly label?: Readonly<Record<string, string>>;
  readonly dryRun?: boolean;
  readonly ifExists?: 'return' | 'fail' | 'create';
  /** Of the repository. */
  readonly approvals?: readonly RepositoryApproval[];
}

/** Publishes a file or a folder as a version of a model. */
export async function push(
  model: ModelReference,
  path: string,
  options: PushOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const client = clientFor(options, terminal);
  const approvals = approvalsInUse(options.approvals, terminal);
  if (!options.dryRun) await putApprovals(client, model, approvals);
  try {
    const answer = await upload(client, model, path, { ...options, approvals }, terminal);
    return told(named(answer, approvals), model, client, options, terminal);
  } catch (error) {
    const report = refusalOf(error);
    if (!report || !(error instanceof Problem)) throw error;
    terminal.out.write(
      options.format === 'json'
        ? `${safeJson(error.toDocument())}\n`
        : refusalText(model, report, false, terminal.out.colours),
    );
    return exitCode.findings;
  }
}

function upload(
  client: SigcatClient,
  model: ModelReference,
  path: string,
  { label: labels = {}, dryRun = false, ifExists, approvals = [] }: PushOptions,
  terminal: Terminal,
): Promise<PublishAnswer> {
  const how = { labels, dryRun, ...(ifExists && { ifExists }) };
  // A rehearsal writes nothing, so that it is told what is to be approved.
  const approving = dryRun ? approvals.map(({ fingerprint }) => fingerprint) : [];
  return sendArtifact(path, terminal, (artifact) =>
    client.publish(model, { ...artifact, ...how, approving }),
  );
}

/** With who approves what, where the server was told only that it is to be approved. */
function named(answer: PublishAnswer, approvals: readonly RepositoryApproval[]): PublishAnswer {
  if (answer.outcome !== 'rehearsed' || !answer.rehearsal.report) return answer;
  const { report } = answer.rehearsal;
  const findings = namingApprovers(report.findings, approvals);
  return { ...answer, rehearsal: { ...answer.rehearsal, report: { ...report, findings } } };
}

function told(
  answer: PublishAnswer,
  model: ModelReference,
  client: SigcatClient,
  { format }: PushOptions,
  { out }: Terminal,
): ExitCode {
  const { outcome, ...answered } = answer;
  const document = 'rehearsal' in answered ? answered.rehearsal : answered.version;
  const address = client.addressOf(model, document.version);
  if (format === 'json') out.write(`${safeJson({ outcome, address, ...document })}\n`);
  else out.write(answerText(answer, model, address, out.colours));
  return 'rehearsal' in answered && answered.rehearsal.outcome === 'refused'
    ? exitCode.findings
    : exitCode.fine;
}

function answerText(answer: PublishAnswer, model: ModelReference, address: string, colours: Colours): string {
  switch (answer.outcome) {
    case 'rehearsed':
      return rehearsalText(answer.rehearsal, model, address, colours);
    case 'existing': {
      const { verdict, version } = answer.version;
      return linesOf(
        `${verdictText(verdict, colours)}: ${safeText(versionText(model, version))} has these bytes already`,
        address,
      );
    }
    case 'created': {
      const { report, version } = answer.version;
      return linesOf(
        headline(report, `${versionText(model, version)} is published${inSpite(report)}`, colours),
        address,
        ...reportText(model, report, colours),
      );
    }
  }
}

function rehearsalText(
  { outcome, version, report }: Rehearsal,
  model: ModelReference,
  address: string,
  colours: Colours,
): string {
  const reference = versionText(model, version);
  if (!report) return linesOf(`unchanged: ${safeText(reference)} has these bytes already`, address);
  if (outcome === 'refused') return refusalText(model, report, true, colours);
  return linesOf(
    headline(report, `${reference} would be published`, colours),
    ...reportText(model, report, colours),
  );
}

function refusalText(model: ModelReference, report: Report, rehearsed: boolean, colours: Colours): string {
  const reference = versionText(model, report.candidate_version);
  return linesOf(
    headline(report, `${reference} ${rehearsed ? 'would be' : 'is'} refused`, colours),
    ...reportText(model, report, colours),
  );
}

function headline(report: Report, what: string, colours: Colours): string {
  const { verdict, counts, approved, findings } = report;
  const amounts = findings.length > 0 ? `, ${countsText(counts, approved)}` : '';
  return `${verdictText(verdict, colours)}: ${safeText(`${what}${amounts}`)}`;
}

function inSpite({ verdict, mode }: Report): string {
  return verdict === 'incompatible' ? ` all the same, as its mode is ${mode}` : '';
}

function reportText(model: ModelReference, report: Report, colours: Colours): string[] {
  return judgementText(judgementOfReport(model, report), colours);
}

/** The report in a refusal; undefined for any other error. */
function refusalOf(error: unknown): Report | undefined {
  if (!(error instanceof Problem) || error.code !== 'signature-incompatible') return undefined;
  return error.extensions['report'] as Report | undefined;
}
