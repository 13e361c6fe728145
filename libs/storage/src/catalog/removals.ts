import { digestFromBytes } from '@sigcat/core';
import { Problem } from '@sigcat/problems';
import { type Connection, type Database } from '../database';
import { digestLockKey } from './digest-lock';
import { type ModelName } from './model-name';
import { addressOf, notFound } from './versions';

interface LockedVersion {
  readonly id: string;
  readonly artifact_digest: Buffer;
  readonly deleted_at: Date | null;
}

// Locks only: what else must be known is asked afterwards, by statements that see what was committed meanwhile.
const lockVersion = {
  name: 'removal-lock-version',
  text: `SELECT v.id, v.artifact_digest, v.deleted_at FROM version v JOIN model m ON m.id = v.model_id
         WHERE m.namespace = $1 AND m.name = $2 AND v.number = $3 FOR UPDATE OF m, v`,
};

const aliasesOf = {
  name: 'removal-aliases',
  text: `SELECT a.name FROM alias a JOIN version v ON v.model_id = a.model_id AND v.number = a.version_number
         WHERE v.id = $1 ORDER BY a.name`,
};

/** Makes the signatures of the newest version that is left the latest ones, if the deleted one was newer. */
const replaceLatest = {
  name: 'removal-replace-latest',
  text: `
    WITH gone AS (DELETE FROM latest_signature WHERE version_id = $1), next AS (
      SELECT v.id, v.model_id, v.number FROM version v JOIN version deleted ON deleted.id = $1
      WHERE v.model_id = deleted.model_id AND v.deleted_at IS NULL ORDER BY v.number DESC LIMIT 1
    )
    INSERT INTO latest_signature (signature_id, version_id, model_id, graph_position, position)
    SELECT s.signature_id, next.id, next.model_id, s.graph_position, s.position
    FROM next JOIN version_signature s ON s.version_id = next.id
    WHERE next.number < (SELECT number FROM version WHERE id = $1)`,
};

const lockBytes = { name: 'removal-lock-bytes', text: 'SELECT pg_advisory_xact_lock($1)' };

const forgetArtifact = {
  name: 'removal-forget-artifact',
  text: `DELETE FROM artifact a WHERE digest = $1
         AND NOT EXISTS (SELECT FROM version WHERE artifact_digest = a.digest)`,
};

/** Taking versions away. */
export class Removals {
  constructor(private readonly database: Database) {}

  /**
   * Hides a version; its number stays taken.
   * @throws Problem `model-not-found`, `version-not-found`, `version-in-use`.
   */
  async remove(model: ModelName, number: number): Promise<void> {
    await this.database.transaction(async (connection) => {
      const version = await lock(connection, model, number);
      if (version.deleted_at) throw await notFound(connection, model, { by: 'number', number });
      const aliases = await connection.run<{ name: string }>(aliasesOf, [version.id]);
      if (aliases.length > 0)
        throw inUse(
          model,
          number,
          aliases.map(({ name }) => name),
        );
      await connection.run({ text: 'UPDATE version SET deleted_at = now() WHERE id = $1' }, [version.id]);
      await connection.run(replaceLatest, [version.id]);
    });
  }

  /**
   * Removes a deleted version for good. The bytes go with the last version that has them, once the artifact
   * store is swept.
   * @throws Problem `model-not-found`, `version-not-found`, `version-not-deleted`.
   */
  async erase(model: ModelName, number: number): Promise<void> {
    await this.database.transaction(async (connection) => {
      const version = await lock(connection, model, number);
      if (!version.deleted_at) {
        throw new Problem('version-not-deleted', `${addressOf(model, number)} is not deleted.`);
      }
      // Who publishes the same bytes elsewhere shares this lock until the row that names them is committed.
      await connection.run(lockBytes, [digestLockKey(digestFromBytes(version.artifact_digest))]);
      await connection.run({ text: 'DELETE FROM version WHERE id = $1' }, [version.id]);
      await connection.run(forgetArtifact, [version.artifact_digest]);
    });
  }
}

async function lock(connection: Connection, model: ModelName, number: number): Promise<LockedVersion> {
  const [version] = await connection.run<LockedVersion>(lockVersion, [model.namespace, model.model, number]);
  if (!version) throw await notFound(connection, model, { by: 'number', number });
  return version;
}

function inUse(model: ModelName, version: number, aliases: readonly string[]): Problem {
  const detail = `${addressOf(model, version)} is what ${aliases.map((alias) => `@${alias}`).join(', ')} points to.`;
  return new Problem('version-in-use', detail, { ...model, version, aliases });
}
