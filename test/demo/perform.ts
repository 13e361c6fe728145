import { spawn } from 'node:child_process';
import { createColors } from 'picocolors';
import { type Step } from './story';

/** Where a step happens. */
export interface Scene {
  /** The script of the command line. */
  readonly sigcat: string;
  readonly folder: string;
  readonly url: string;
  readonly isTerminal: boolean;
  readonly signal: AbortSignal;
}

interface Outcome {
  readonly exitCode: number | null;
  readonly output: string;
}

/**
 * Narrates a step, runs its command and shows what that prints.
 * @throws Error when it does not go as told.
 */
export async function perform({ narration, words, exitCode, says }: Step, scene: Scene): Promise<void> {
  const { bold, dim } = createColors(scene.isTerminal);
  console.log(`${dim(`# ${narration}`)}\n${bold(`$ sigcat ${words.map(quoted).join(' ')}`)}`);
  const outcome = await runSigcat(words, scene);
  console.log(outcome.output);
  if (outcome.exitCode !== exitCode) {
    throw new Error(
      `sigcat ended with ${String(outcome.exitCode)}, where it should have ended with ${exitCode}`,
    );
  }
  const plain = outcome.output.replace(/\u001b\[\d+m/g, '');
  for (const text of says) {
    if (!plain.includes(text)) throw new Error(`sigcat did not say ${JSON.stringify(text)}`);
  }
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
