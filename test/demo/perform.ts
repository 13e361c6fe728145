import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import { type Received, type WebhookReceiver } from '../e2e/harness/webhook-receiver';
import { type Step } from './story';

/** Where a step happens. */
export interface Scene {
  /** The script of the command line. */
  readonly sigcat: string;
  readonly folder: string;
  readonly url: string;
  /** Where alerts come to. */
  readonly receiver: WebhookReceiver;
  readonly isTerminal: boolean;
  readonly signal: AbortSignal;
}

interface Outcome {
  readonly exitCode: number | null;
  readonly output: string;
}

/**
 * Narrates a step, lets it happen and shows what is to be seen of it.
 * @throws Error when it does not go as told.
 */
export async function perform(step: Step, scene: Scene): Promise<void> {
  const { bold, dim } = createColors(scene.isTerminal);
  console.log(dim(`# ${step.narration}`));
  if ('words' in step) console.log(bold(`$ sigcat ${step.words.map(quoted).join(' ')}`));
  if ('file' in step) console.log(bold(`$ cat ${step.file}`));
  const seen = await happen(step, scene);
  console.log(seen);
  const plain = seen.replace(/\u001b\[\d+m/g, '');
  for (const text of step.says) {
    if (!plain.includes(text)) throw new Error(`there was no ${JSON.stringify(text)}`);
  }
}

async function happen(step: Step, scene: Scene): Promise<string> {
  if ('file' in step) return readFileSync(join(scene.folder, step.file), 'utf8');
  if ('arrivesAt' in step) {
    const [call] = await scene.receiver.callsOnce(step.arrivesAt, 1);
    scene.signal.throwIfAborted();
    return call === undefined ? '' : arrivalText(call);
  }
  const { output, exitCode } = await runSigcat(step.words, scene);
  if (exitCode === step.exitCode) return output;
  console.log(output);
  throw new Error(`sigcat ended with ${String(exitCode)}, where it should have ended with ${step.exitCode}`);
}

/** As much of a CloudEvents envelope of a break as one wants to read. */
interface BreakEvent {
  readonly type: string;
  readonly subject: string;
  readonly data: {
    readonly title: string;
    readonly findings: readonly {
      readonly rule: string;
      readonly before?: string;
      readonly after?: string;
    }[];
  };
}

function arrivalText({ path, headers, body }: Received): string {
  const { type, subject, data } = JSON.parse(body) as BreakEvent;
  const findings = data.findings.map(
    ({ rule, before, after }) => `  ${rule}: ${before ?? 'nothing'} -> ${after ?? 'nothing'}`,
  );
  const id = String(headers['webhook-id']);
  return [`POST ${path}, webhook-id ${id}`, `${type} ${subject}`, data.title, ...findings, ''].join('\n');
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function runSigcat(
  words: readonly string[],
  { sigcat, folder, url, isTerminal, signal }: Scene,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [sigcat, ...words], {
      cwd: folder,
      env: { ...process.env, SIGCAT_URL: url, ...(isTerminal && { FORCE_COLOR: '1' }) },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.once('error', reject);
    child.once('close', (exitCode) => {
      resolve({ exitCode, output });
    });
  });
}
