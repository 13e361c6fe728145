import { statfs } from 'node:fs/promises';
import { Problem } from '@sigcat/problems';
import { storageProblem } from './storage-problem';

/**
 * Says at once that a disk has no room for an artifact that has yet to arrive, rather than when it is full.
 * It promises nothing: others fill the disk too.
 * @throws Problem `storage-full`, `storage-unavailable`.
 */
export async function checkRoom(folders: readonly string[], bytes: number): Promise<void> {
  for (const folder of folders) {
    const { bavail, bsize } = await statfs(folder).catch((error: unknown) => {
      throw storageProblem(error);
    });
    const free = bavail * bsize;
    if (bytes > free) {
      throw new Problem('storage-full', `There is room for ${free} bytes, not for ${bytes}.`, {
        free,
        needed: bytes,
      });
    }
  }
}
