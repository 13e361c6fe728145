import { randomUUID } from 'node:crypto';
import { createDatabase, dropDatabase, urlOfDatabase } from './databases';
import { announced } from './environment';

/** A migrated database for one suite. */
export interface TestDatabase {
  readonly url: string;
  /** Removes the database, also when connections to it are still open. */
  readonly drop: () => Promise<void>;
}

/**
 * Clones the migrated template (some 40 ms). For a project with `database: true` in its jest.config.cjs.
 * @throws Error in any other project
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { admin, template } = announced();
  const name = `test_${randomUUID()}`;
  await createDatabase(admin, name, template);
  return { url: urlOfDatabase(admin, name), drop: () => dropDatabase(admin, name) };
}
