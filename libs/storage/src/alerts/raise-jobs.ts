import type { LogLevel, Runner } from 'graphile-worker';
import { type Database } from '../database';

export interface RaiseJobsOptions {
  readonly url: string;
  /** Milliseconds after which a process that has not finished a job counts as gone. */
  readonly leaseMs: number;
  readonly log: (level: `${LogLevel}`, message: string) => void;
}

/** A notification can be missed while the connection that listens is down. */
const pollMs = 1_000;

const takeFromTheDead = {
  name: 'raise-jobs-of-the-dead',
  text: `SELECT graphile_worker.force_unlock_workers(array_agg(DISTINCT locked_by)) FROM graphile_worker.jobs
         WHERE task_identifier = 'raise' AND locked_at < now() - $1::int * interval '1 ms'
         HAVING count(*) > 0`,
};

/**
 * The jobs that writing an event leaves behind: to raise what alerts come of it. They are done one after the other, in
 * all processes together, and again until they succeed.
 */
export class RaiseJobs {
  private constructor(
    private readonly runner: Runner,
    private readonly watch: NodeJS.Timeout,
  ) {}

  /** @param raise is handed the ids of events */
  static async start(
    database: Database,
    { url, leaseMs, log }: RaiseJobsOptions,
    raise: (events: readonly string[]) => Promise<void>,
  ): Promise<RaiseJobs> {
    const unlock = async (): Promise<void> => {
      // The library itself waits for four hours.
      await database.run(takeFromTheDead, [leaseMs]).catch((error: unknown) => {
        log('warning', String(error));
      });
    };
    // Of the services, one only needs the library.
    const { Logger, run } = await import('graphile-worker');
    const runner = await run({
      connectionString: url,
      // One listens, one works, one takes jobs.
      maxPoolSize: 3,
      concurrency: 1,
      pollInterval: pollMs,
      noHandleSignals: true,
      logger: new Logger(() => (level, message) => {
        log(level, message);
      }),
      taskList: { raise: (payload) => raise((payload as { readonly events: readonly string[] }).events) },
    });
    runner.promise.catch((error: unknown) => {
      log('error', String(error));
    });
    return new RaiseJobs(runner, setInterval(() => void unlock(), Math.max(leaseMs / 4, pollMs / 4)).unref());
  }

  /** Resolves once the job under way is done. */
  async stop(): Promise<void> {
    clearInterval(this.watch);
    await this.runner.stop();
  }
}
