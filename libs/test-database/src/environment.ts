/** How the Jest process tells its workers of the server. */
export interface Announced {
  /** Leads to a database from where others can be made. */
  readonly admin: string;
  /** The name of the migrated database. */
  readonly template: string;
}

const adminVariable = 'SIGCAT_TEST_DATABASE';
const templateVariable = 'SIGCAT_TEST_TEMPLATE';

/** Puts it where processes started from now on find it. */
export function announce({ admin, template }: Announced): void {
  process.env[adminVariable] = admin;
  process.env[templateVariable] = template;
}

/** @throws Error outside of a Jest run with a database */
export function announced(): Announced {
  const { [adminVariable]: admin, [templateVariable]: template } = process.env;
  if (admin === undefined || template === undefined) {
    throw new Error('there is no test database: set `database: true` in jest.config.cjs');
  }
  return { admin, template };
}
