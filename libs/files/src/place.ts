import { stat } from 'node:fs/promises';
import { Problem } from '@sigcat/problems';
import { withFile } from './file-problem';

/**
 * Whether a path leads to a file or to a folder.
 * @throws Problem `file-not-found`; `file-unreadable` also for pipes and devices, which cannot be read by range.
 */
export async function kindOfPlace(path: string): Promise<'file' | 'folder'> {
  const found = await withFile(path, () => stat(path));
  if (found.isFile()) return 'file';
  if (found.isDirectory()) return 'folder';
  throw new Problem('file-unreadable', `${path} is neither a file nor a folder.`, { path });
}
