import { type Upload } from '@sigcat/client';
import { digestOfArtifact, openArtifact, packArtifact } from '@sigcat/files';
import { checkName } from '@sigcat/formats';
import { Progress } from './progress';
import { type Terminal } from './terminal';

/**
 * Sends a file or a folder, its digest with it, and says how far that is. @throws Problem `file-not-found`,
 * `file-unreadable`, `format-mismatch`, and what `send` throws.
 */
export async function sendArtifact<T>(
  path: string,
  { err }: Terminal,
  send: (upload: Upload) => Promise<T>,
): Promise<T> {
  const progress = new Progress(err);
  try {
    await refuseOtherName(path);
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

/** A file's name is not sent, so that nobody would see that it is called something else than it is. */
async function refuseOtherName(path: string): Promise<void> {
  const { artifact, close } = await openArtifact(path);
  try {
    if ('source' in artifact && artifact.name !== undefined) await checkName(artifact.source, artifact.name);
  } finally {
    await close();
  }
}
