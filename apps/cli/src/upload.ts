import { type Upload } from '@sigcat/client';
import { digestOfArtifact, packArtifact } from '@sigcat/files';
import { Progress } from './progress';
import { type Terminal } from './terminal';

/**
 * Sends a file or a folder, its digest with it, and says how far that is. @throws Problem `file-not-found`,
 * `file-unreadable`, and what `send` throws.
 */
export async function sendArtifact<T>(
  path: string,
  { err }: Terminal,
  send: (upload: Upload) => Promise<T>,
): Promise<T> {
  const progress = new Progress(err);
  try {
    const body = await packArtifact(path);
    const digest = await digestOfArtifact(body, (done) => {
      progress.update('Reading', done, body.size);
    });
    return await send({
      body,
      digest,
      onProgress: (sent) => {
        progress.update('Sending', sent, body.size);
      },
    });
  } finally {
    progress.clear();
  }
}
