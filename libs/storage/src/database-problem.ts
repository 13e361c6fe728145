import { Problem } from '@sigcat/problems';
import { errorCode, textMember } from './error-code';

/**
 * SQLSTATE classes and codes, Prisma codes and socket errors that mean: the database cannot be asked now. It may have no
 * memory or no connection left (53...), or have become a replica that takes no writes (25006).
 */
const unavailable =
  /^(08...|57P0[123]|25006|25P03|53...|P1001|P1002|P1008|P1017|P2024|ECONNREFUSED|ECONNRESET|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|EPIPE)$/;

const brokenOff: ReadonlySet<string | undefined> = new Set(['40001', '40P01']);

/** What node-postgres and Prisma say, without a code, of connections that went away or could not be had in time. */
const unavailableMessage =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|DatabaseNotReachable|ConnectionClosed|SocketTimeout/;

/** The problem that a database error is for the user, or the error itself when it is a fault of ours. */
export function databaseProblem(error: unknown): unknown {
  if (error instanceof Problem) return error;
  if (withCauses(error).some(isTimeout)) {
    return new Problem('database-unavailable', 'The database took too long to answer.', {}, { cause: error });
  }
  if (withCauses(error).some(isFull)) {
    return new Problem('storage-full', 'The database has no room for it.', {}, { cause: error });
  }
  if (withCauses(error).some(isBrokenOff)) {
    const detail = 'The database has broken it off for the sake of others.';
    return new Problem('database-unavailable', detail, {}, { cause: error });
  }
  return withCauses(error).some(isUnavailable)
    ? new Problem('database-unavailable', 'The database cannot be reached.', {}, { cause: error })
    : error;
}

/** A statement that PostgreSQL has given up, perhaps only for the lock that it waited for. */
function isTimeout(error: unknown): boolean {
  return errorCode(error) === '57014';
}

/** Serialization failure or deadlock: PostgreSQL has undone it, and it may be tried again. */
export function isBrokenOff(error: unknown): boolean {
  return brokenOff.has(errorCode(error));
}

/** `disk_full` */
function isFull(error: unknown): boolean {
  return errorCode(error) === '53100';
}

function isUnavailable(error: unknown): boolean {
  return (
    unavailable.test(errorCode(error) ?? '') || unavailableMessage.test(textMember(error, 'message') ?? '')
  );
}

/** An error and what led to it: Node tries several addresses and gathers their errors, Prisma wraps the driver's. */
function withCauses(error: unknown): unknown[] {
  if (typeof error !== 'object' || error === null) return [];
  const gathered: unknown = Reflect.get(error, 'errors');
  const inner: unknown[] = Array.isArray(gathered) ? gathered : [Reflect.get(error, 'cause')];
  return [error, ...inner.flatMap(withCauses)];
}
