import { finish, killServer } from './kill-server';
import { killDatabase } from './kill-database';
import { Run, type RunOptions } from './run';

/** What is killed. */
export type Victim = 'server' | 'database';

export interface CrashOptions extends RunOptions {
  readonly victim: Victim;
  readonly kills: number;
  /** Ends the run early, after the kill under way. */
  readonly until?: Date;
  readonly progress?: (kills: number) => void;
}

export interface CrashResult {
  readonly kills: number;
  /** What must not have been, each once. */
  readonly violations: readonly string[];
  readonly summary: Readonly<Record<string, number>>;
}

/** Kills again and again amid uploads until something is found, and tells what. */
export async function crash(options: CrashOptions): Promise<CrashResult> {
  const { victim, kills, until, progress } = options;
  const run = await Run.start(options);
  let done = 0;
  // After a violation the next ones would be of the same damage.
  const goOn = (): boolean =>
    done < kills && run.violations.length === 0 && (until === undefined || new Date() < until);
  try {
    if (victim === 'server') {
      while (goOn()) {
        await killServer(run);
        done++;
        progress?.(done);
      }
    } else {
      const server = run.spawn();
      try {
        const url = await server.listens();
        await run.prepare(url);
        while (goOn()) {
          await killDatabase(run, server, url);
          done++;
          progress?.(done);
        }
      } finally {
        await server.end();
      }
    }
    if (run.violations.length === 0) await finish(run);
    return { kills: done, violations: [...new Set(run.violations)], summary: run.summary() };
  } finally {
    await run.close();
  }
}
