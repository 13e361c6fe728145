import { types } from 'node:util';
import { Problem } from '@sigcat/problems';

/**
 * What an error of the operating system about a path means to the user; anything else is given back as it is.
 */
export function fileProblem(path: string, error: unknown): unknown {
  if (!types.isNativeError(error) || !('syscall' in error) || !('code' in error)) return error;
  const { code } = error;
  const cause = { cause: error };
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new Problem('file-not-found', `There is no ${path}.`, { path }, cause);
    case 'EACCES':
    case 'EPERM':
      return new Problem('file-unreadable', `${path} may not be read by this user.`, { path }, cause);
    default:
      return new Problem('file-unreadable', `${path} cannot be read: ${error.message}.`, { path }, cause);
  }
}

/** Does something with a path. @throws Problem `file-not-found`, `file-unreadable`. */
export async function withFile<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw fileProblem(path, error);
  }
}
