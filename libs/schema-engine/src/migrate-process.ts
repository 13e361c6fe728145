import { applyMigrations, type MigrateOptions } from './apply-migrations';
import { applyJobSchema } from './job-schema';
import { messageOf } from './message-of';
import { type MigrationOutcome } from './migrate';

/** The process that {@link migrate} starts: takes one order, answers it and ends. */
process.once('message', (options: MigrateOptions) => {
  const answer = (outcome: MigrationOutcome): void => {
    process.send?.(outcome);
  };
  bringUpToDate(options).then(answer, (error: unknown) => {
    answer({ failure: messageOf(error) });
  });
});

async function bringUpToDate(options: MigrateOptions): Promise<MigrationOutcome> {
  const applied = await applyMigrations(options);
  await applyJobSchema(options.url);
  return { applied };
}
