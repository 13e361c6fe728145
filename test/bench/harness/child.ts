import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A process that a benchmark has started. */
export interface Child {
  readonly pid: number;
  /** Asks it to end, and ends it when it takes longer than ten seconds over that. */
  readonly stop: () => Promise<void>;
}

export interface ChildOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
}

const patienceMs = 10_000;

/** A script of `processes`, built. */
export function script(name: string): string {
  return join(__dirname, '../processes', `${name}.js`);
}

/** Runs a script to its end; resolves to the JSON that it printed. @throws Error with what it said otherwise. */
export async function runScript(
  name: string,
  input: unknown,
  { env = {}, nodeOptions = [] }: ChildOptions = {},
  timeoutMs = 300_000,
): Promise<unknown> {
  const child = start([...nodeOptions, script(name)], env);
  const heard = { out: '', err: '' };
  child.stdout?.on('data', (chunk: Buffer) => (heard.out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (heard.err += chunk.toString()));
  child.stdin?.end(JSON.stringify(input));
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`${name} failed (${code ?? 'killed'}): ${heard.err}`);
    return JSON.parse(heard.out) as unknown;
  } finally {
    clearTimeout(timer);
  }
}

/** Starts a server; resolves to where it listens, as soon as it says so. @throws Error with what it printed. */
export async function startServer(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Child & { readonly url: string }> {
  const child = start(words, env);
  child.stdin?.end();
  let printed = '';
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      if (printed.length > 100_000) return;
      printed += chunk.toString();
      const found = /listens on (http:\S+)/.exec(printed)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => {
      reject(new Error(`${words.at(-1) ?? ''} ended:\n${printed}`));
    });
  });
  return { url, pid: child.pid ?? 0, stop: () => stop(child) };
}

function start(words: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  const { PATH = '', HOME = '', TMPDIR } = process.env;
  return spawn(process.execPath, words, {
    env: { PATH, HOME, ...(TMPDIR !== undefined && { TMPDIR }), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await ended;
  clearTimeout(timer);
}
