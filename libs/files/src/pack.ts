import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { type Digest, digestFromBytes } from '@sigcat/core';
import { fileChunks } from './file-chunks';
import { withFile } from './file-problem';
import { FolderTar } from './folder-tar';
import { type PackedArtifact } from './packed-artifact';
import { kindOfPlace } from './place';

const mediaTypes: readonly (readonly [RegExp, string])[] = [
  [/\.zip$/i, 'application/zip'],
  [/\.tar$/i, 'application/x-tar'],
  [/\.(tar\.gz|tgz)$/i, 'application/gzip'],
];

/**
 * A file as it is, a folder as a tar archive, the same for the same files at any time and on any machine.
 * @throws Problem `file-not-found`, `file-unreadable`.
 */
export async function packArtifact(path: string): Promise<PackedArtifact> {
  return (await kindOfPlace(path)) === 'folder' ? FolderTar.of(path) : packFile(path);
}

/** SHA-256 of the bytes; `onProgress` hears how many of them are done. */
export async function digestOfArtifact(
  artifact: PackedArtifact,
  onProgress: (done: number) => void = () => undefined,
): Promise<Digest> {
  const hash = createHash('sha256');
  let done = 0;
  for await (const chunk of artifact.chunks()) {
    hash.update(chunk);
    onProgress((done += chunk.length));
  }
  return digestFromBytes(hash.digest());
}

async function packFile(path: string): Promise<PackedArtifact> {
  const { size } = await withFile(path, () => stat(path));
  return { size, mediaType: mediaTypeOf(path), chunks: () => fileChunks(path, size) };
}

/** What the bytes are they say themselves: the type is only a courtesy to what stands between. */
function mediaTypeOf(path: string): string {
  return mediaTypes.find(([name]) => name.test(path))?.[1] ?? 'application/octet-stream';
}
