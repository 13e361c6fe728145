import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './workspace-root';

/** All in one, or one of its services by itself. */
type App = 'sigcat' | 'upload-api' | 'compat-checker';

/** The built server in a process of its own, made to be killed. */
export class Server {
  private printed = '';

  private constructor(private readonly child: ChildProcess) {
    const hear = (chunk: Buffer): void => {
      this.printed = (this.printed + chunk.toString()).slice(-20_000);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
  }

  static spawn(env: Readonly<Record<string, string>>, app: App = 'sigcat'): Server {
    const { PATH = '', HOME = '', TMPDIR = tmpdir() } = process.env;
    const main = join(root(), 'apps', app, 'dist/main.js');
    return new Server(
      spawn(process.execPath, [main], {
        env: { PATH, HOME, TMPDIR, SIGCAT_PORT: '0', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  }

  /** Resolves to its address once it listens. @throws Error with what it printed. */
  async listens(): Promise<string> {
    for (;;) {
      const found = /listens on (http:\S+)/.exec(this.printed)?.[1];
      if (found !== undefined) return found;
      if (this.ended) throw new Error(`Sigcat ended:\n${this.printed}`);
      const { stdout, stderr } = this.child;
      await Promise.race([
        once(this.child, 'exit'),
        ...[stdout, stderr].map((stream) => stream && once(stream, 'data')),
      ]);
    }
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** The end of what it printed. */
  get output(): string {
    return this.printed;
  }

  /** Ends it; resolves once it is gone. */
  async end(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    if (this.ended) return;
    const exited = once(this.child, 'exit');
    this.child.kill(signal);
    await exited;
  }
}
