import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const program = join(__dirname, '../../../apps/cli/bin/sigcat.js');

/** What a command has come to. */
export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A repository of models, with a shell in it in which there is `sigcat`. */
export class Workplace {
  private readonly folder = mkdtempSync(join(tmpdir(), 'sigcat-workplace-'));

  constructor(private readonly env: Readonly<Record<string, string>>) {
    mkdirSync(join(this.folder, '.git'));
  }

  write(path: string, content: string | Uint8Array): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), content);
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  /** Runs `sigcat` at the top of the repository, or in a folder of it. */
  async sigcat(
    words: readonly string[],
    folder = '.',
    env: Readonly<Record<string, string>> = {},
  ): Promise<Outcome> {
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, [program, ...words], {
      cwd: join(this.folder, folder),
      env: { PATH, HOME, ...this.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    await once(child, 'close');
    return { code: child.exitCode, out, err };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
