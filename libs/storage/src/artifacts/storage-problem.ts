import { Problem } from '@sigcat/problems';
import { errorCode } from '../error-code';

const full: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** The problem that a failure of the file system is for the user. */
export function storageProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const code = errorCode(error);
  const reason = code ?? 'unknown reason';
  return full.has(code)
    ? new Problem('storage-full', `There is no room for the artifact (${reason}).`, {}, { cause: error })
    : new Problem(
        'storage-unavailable',
        `The artifact could not be stored or read (${reason}).`,
        {},
        { cause: error },
      );
}
