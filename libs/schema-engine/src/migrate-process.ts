import { applyMigrations, type MigrateOptions } from './apply-migrations';
import { messageOf } from './message-of';
import { type MigrationOutcome } from './migrate';

/** The process that {@link migrate} starts: takes one order, answers it and ends. */
process.once('message', (options: MigrateOptions) => {
  const answer = (outcome: MigrationOutcome): void => {
    process.send?.(outcome);
  };
  applyMigrations(options).then(
    (applied) => {
      answer({ applied });
    },
    (error: unknown) => {
      answer({ failure: messageOf(error) });
    },
  );
});
