import { DriverAdapterError } from '@prisma/driver-adapter-utils';
import { DatabaseError } from 'pg';

/**
 * Any error in the only form of which the engine passes on what it says; of others it reports a number.
 */
export function driverError(error: unknown): DriverAdapterError {
  if (error instanceof DriverAdapterError) return error;
  const known = error instanceof DatabaseError ? error : undefined;
  return new DriverAdapterError({
    kind: 'postgres',
    code: known?.code ?? 'XX000', // PostgreSQL's "internal error".
    severity: known?.severity ?? 'ERROR',
    message: error instanceof Error ? error.message : String(error),
    detail: known?.detail,
    column: known?.column,
    hint: known?.hint,
  });
}
