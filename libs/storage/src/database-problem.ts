import { Problem } from '@sigcat/problems';

/** SQLSTATE classes and codes, Prisma codes and socket errors that mean: the database cannot be asked now. */
const unavailable =
  /^(08...|57P0[123]|53300|P1001|P1002|P1008|P1017|P2024|ECONNREFUSED|ECONNRESET|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|EPIPE|DatabaseNotReachable|ConnectionClosed|SocketTimeout)$/;

/** What node-postgres says, without a code, of connections that went away or could not be had in time. */
const unavailableMessage =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/;

/** The problem that a database error is for the user, or the error itself when it is a fault of ours. */
export function databaseProblem(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Problem) return error;
  return causes(error).some(isUnavailable)
    ? new Problem('database-unavailable', 'The database cannot be reached.', {}, { cause: error })
    : error;
}

/** SQLSTATE of a PostgreSQL error. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Name of the constraint that a PostgreSQL error is about. */
export function violatedConstraint(error: unknown): string | undefined {
  return error instanceof Error && 'constraint' in error && typeof error.constraint === 'string'
    ? error.constraint
    : undefined;
}

function isUnavailable(error: Error): boolean {
  const code = sqlState(error);
  return (code !== undefined && unavailable.test(code)) || unavailableMessage.test(error.message);
}

function causes(error: Error): Error[] {
  const inner = error instanceof AggregateError ? error.errors : [error.cause];
  return [error, ...inner.filter((cause): cause is Error => cause instanceof Error).flatMap(causes)];
}
