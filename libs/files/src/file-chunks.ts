import { Problem } from '@sigcat/problems';
import { FileByteSource } from './file-byte-source';
import { withFile } from './file-problem';

const chunkLength = 256 * 2 ** 10;

/**
 * The bytes of a file that was `size` bytes long when it was looked at.
 * @throws Problem `file-not-found`, `file-unreadable`, the latter also when the file has changed in size since.
 */
export async function* fileChunks(path: string, size: number): AsyncGenerator<Uint8Array> {
  const source = await withFile(path, () => FileByteSource.open(path));
  try {
    if (source.size !== size) throw changed(path);
    for (let offset = 0; offset < size;) {
      const chunk = await withFile(path, () => source.read(offset, chunkLength));
      if (chunk.length === 0) throw changed(path);
      offset += chunk.length;
      yield chunk;
    }
  } finally {
    await source.close();
  }
}

function changed(path: string): Problem {
  return new Problem('file-unreadable', `${path} changed in size while it was read.`, { path });
}
