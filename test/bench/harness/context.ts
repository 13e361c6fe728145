import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BenchContext } from './figure';

/** A context whose traces `close` removes. */
export class Workplace implements BenchContext {
  readonly folder: string;
  readonly profiles: string | undefined;
  private readonly undos: (() => Promise<void> | void)[] = [];
  private closing: Promise<void> | undefined;

  constructor(profiles: string | undefined) {
    this.folder = mkdtempSync(join(tmpdir(), 'sigcat-bench-'));
    // PostgreSQL, which runs as another user where we are root, must be able to look in.
    chmodSync(this.folder, 0o755);
    this.undos.push(() => {
      rmSync(this.folder, { recursive: true, force: true });
    });
    if (profiles !== undefined) mkdirSync(profiles, { recursive: true });
    this.profiles = profiles === undefined ? undefined : resolve(profiles);
  }

  cleanUp(undo: () => Promise<void> | void): void {
    this.undos.push(undo);
  }

  say(text: string): void {
    process.stderr.write(`  ${text}\n`);
  }

  /** Undoes everything, also when some of it fails; may be called more than once. */
  close(): Promise<void> {
    this.closing ??= this.undoAll();
    return this.closing;
  }

  private async undoAll(): Promise<void> {
    for (let undo = this.undos.pop(); undo; undo = this.undos.pop()) {
      try {
        await undo();
      } catch (error) {
        this.say(`could not clean up: ${String(error)}`);
      }
    }
  }
}
