import { SettingsError } from './settings';

/** What to do about the errors that a start meets most, by the codes of Node and PostgreSQL. */
const hints: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Something listens on this port already: stop it, or set SIGCAT_PORT.',
  EADDRNOTAVAIL: 'This machine has no such address: set SIGCAT_HOST.',
  EACCES: 'Check the permissions of the folder or the port: SIGCAT_DATA_DIR, SIGCAT_PORT.',
  ENOTDIR: 'A part of the path is a file: set SIGCAT_DATA_DIR.',
  EEXIST: 'There is a file where the folder should be: set SIGCAT_DATA_DIR.',
  EROFS: 'The disk is read-only: set SIGCAT_DATA_DIR.',
  ENOSPC: 'The disk is full.',
  ECONNREFUSED: 'No PostgreSQL answers there: check DATABASE_URL.',
  ENOTFOUND: 'There is no such host: check DATABASE_URL.',
  ETIMEDOUT: 'PostgreSQL does not answer: check DATABASE_URL.',
  '28P01': 'PostgreSQL refuses the password: check DATABASE_URL.',
  '28000': 'PostgreSQL refuses the user: check DATABASE_URL.',
  '3D000': 'Make the database, or name another one in DATABASE_URL.',
  '42501': 'The user may not do that in this database: check DATABASE_URL.',
};

/** Why the service does not start, for the one who starts it: what happened and what to do, and no stack. */
export function startMessage(error: unknown): string {
  if (error instanceof SettingsError) return error.message;
  const { message, code } = firstOf(error);
  const hint = hints[code];
  return `Sigcat does not start: ${message}${hint === undefined ? '' : `\n${hint}`}`;
}

/** Node tries every address of a host and gathers the errors under one without a message. */
function firstOf(error: unknown): { message: string; code: string } {
  if (!(error instanceof Error)) return { message: String(error), code: '' };
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  if (first !== undefined) return firstOf(first);
  return { message: error.message, code: 'code' in error ? String(error.code) : '' };
}
