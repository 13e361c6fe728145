import { type PublishAnswer, type Rehearsal, type SigcatClient } from '@sigcat/client';
import { digestOfArtifact, packArtifact } from '@sigcat/files';
import { Problem } from '@sigcat/problems';
import { exitCode, type ExitCode } from '../exit-code';
import { type ModelReference, parseModelReference, versionText } from '../model-reference';
import { Progress } from '../progress';
import { clientFor, type ServerOptions } from '../server';
import { type Colours, type Terminal } from '../terminal';
import { countsText, type Findings, findingsText, reasonText, verdictText } from '../text/findings-text';
import { safeJson, safeText } from '../text/safe-text';

export interface PushOptions extends ServerOptions {
  readonly format: 'text' | 'json';
  readonly label?: Readonly<Record<string, string>>;
  readonly dryRun?: boolean;
  readonly ifExists?: 'return' | 'fail' | 'create';
}

/** What the API says of a comparison. */
interface PushReport extends Findings {
  readonly mode: string;
  readonly baseline_version: number | null;
  readonly candidate_version: number;
}

/** Publishes a file or a folder as a version of a model. */
export async function push(
  name: string,
  path: string,
  options: PushOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const model = parseModelReference(name);
  const client = clientFor(options, terminal);
  try {
    const answer = await upload(client, model, path, options, terminal);
    return told(answer, model, client, options, terminal);
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

async function upload(
  client: SigcatClient,
  model: ModelReference,
  path: string,
  { label = {}, dryRun = false, ifExists }: PushOptions,
  { err }: Terminal,
): Promise<PublishAnswer> {
  const progress = new Progress(err);
  try {
    const body = await packArtifact(path);
    const digest = await digestOfArtifact(body, (done) => {
      progress.update('Reading', done, body.size);
    });
    return await client.publish(model, {
      body,
      digest,
      labels: label,
      dryRun,
      ...(ifExists && { ifExists }),
      onProgress: (sent) => {
        progress.update('Sending', sent, body.size);
      },
    });
  } finally {
    progress.clear();
  }
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
        ...findingsText(report, colours),
        '',
        reason(report, model),
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
    ...findingsText(report, colours),
    '',
    reason(report, model),
  );
}

function refusalText(
  model: ModelReference,
  report: PushReport,
  rehearsed: boolean,
  colours: Colours,
): string {
  const reference = versionText(model, report.candidate_version);
  return linesOf(
    headline(report, `${reference} ${rehearsed ? 'would be' : 'is'} refused`, colours),
    ...findingsText(report, colours),
    '',
    reason(report, model),
  );
}

function headline({ verdict, counts, findings }: PushReport, what: string, colours: Colours): string {
  const amounts = findings.length > 0 ? `, ${countsText(counts)}` : '';
  return `${verdictText(verdict, colours)}: ${safeText(`${what}${amounts}`)}`;
}

function inSpite({ verdict, mode }: PushReport): string {
  return verdict === 'incompatible' ? ` all the same, as its mode is ${mode}` : '';
}

function reason(report: PushReport, model: ModelReference): string {
  if (report.baseline_version === null) return 'It is the first version: there is nobody to break.';
  return reasonText(report, `callers of ${safeText(versionText(model, report.baseline_version))}`);
}

/** The report in a refusal; undefined for any other error. */
function refusalOf(error: unknown): PushReport | undefined {
  if (!(error instanceof Problem) || error.code !== 'signature-incompatible') return undefined;
  return error.extensions['report'] as PushReport | undefined;
}

function linesOf(...lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
