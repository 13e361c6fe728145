import { Readable } from 'node:stream';
import { type Digest, digestBytes } from '@sigcat/core';
import { type Database } from '../database';
import { type ArtifactStore, type ByteRange } from './artifact-store';

/** The bytes of versions, wherever they are kept: the small ones in PostgreSQL, the others in the artifact store. */
export class Artifacts {
  constructor(
    private readonly database: Database,
    private readonly store: Pick<ArtifactStore, 'open'>,
  ) {}

  /**
   * The bytes, or those of a range, which must lie inside.
   * @throws Problem `artifact-missing`, `storage-unavailable` or `database-unavailable`.
   */
  async open(digest: Digest, range?: ByteRange): Promise<Readable> {
    const [row] = await this.database.run<{ bytes: Buffer | null }>(
      {
        name: 'artifact-bytes',
        text: 'SELECT substr(bytes, $2, $3) AS bytes FROM artifact WHERE digest = $1',
      },
      [digestBytes(digest), (range?.start ?? 0) + 1, range ? range.end - range.start + 1 : maxBytes],
    );
    return row?.bytes ? Readable.from([row.bytes]) : this.store.open(digest, range);
  }
}

/** As many as `substr` can be asked for; the settings allow far fewer. */
const maxBytes = 2 ** 30;
