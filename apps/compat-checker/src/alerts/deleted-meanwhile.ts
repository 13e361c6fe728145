import { Problem } from '@sigcat/problems';

/** Did something fail since what it is about has been deleted? */
export function isDeletedMeanwhile(error: unknown): boolean {
  return error instanceof Problem && /^(model|version|alias)-not-found$/.test(error.code);
}
