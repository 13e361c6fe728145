import { basename, resolve } from 'node:path';
import { type Artifact } from '@sigcat/formats';
import { DirectoryTree } from './directory-tree';
import { FileByteSource } from './file-byte-source';
import { withFile } from './file-problem';
import { kindOfPlace } from './place';

/** An artifact on disk, to be closed when it has been read. */
export interface OpenArtifact {
  readonly artifact: Artifact;
  readonly close: () => Promise<void>;
}

/**
 * Opens a file or a folder for `readArtifact`.
 * @throws Problem `file-not-found`, `file-unreadable`; reading a folder throws them too.
 */
export async function openArtifact(path: string): Promise<OpenArtifact> {
  // `.` has no name of its own.
  const name = basename(resolve(path));
  if ((await kindOfPlace(path)) === 'folder') {
    return { artifact: { tree: new DirectoryTree(path), name }, close: () => Promise.resolve() };
  }
  const source = await withFile(path, () => FileByteSource.open(path));
  return { artifact: { source, name }, close: () => source.close() };
}
