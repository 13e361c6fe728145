import { Problem } from '@sigcat/problems';
import { type Database } from '../database';
import { type ModelName, modelNotFound } from './models';
import { versionNotFound } from './versions';

export interface AliasRecord {
  readonly name: string;
  readonly version: number;
  readonly updatedAt: Date;
}

export interface AliasMove {
  readonly alias: string;
  readonly version: number;
  /** The version that the alias must point to now for the move to happen, `null` for none; absent for any. */
  readonly expected?: number | null;
}

/** Movable names for versions. */
export class Aliases {
  constructor(private readonly database: Database) {}

  /** By name. @throws Problem `model-not-found`. */
  async list(model: ModelName): Promise<AliasRecord[]> {
    const where = { namespace_name: { namespace: model.namespace, name: model.model } };
    const include = { aliases: { orderBy: { name: 'asc' as const } } };
    const found = await this.database.ask((prisma) => prisma.model.findUnique({ where, include }));
    if (!found) throw modelNotFound(model);
    return found.aliases.map(({ name, versionNumber, updatedAt }) => ({
      name,
      version: versionNumber,
      updatedAt,
    }));
  }

  /**
   * Points an alias to a version and says so in the outbox; resolves to the version it pointed to before.
   * Moves of one model's aliases happen one after the other.
   * @throws Problem `model-not-found`, `version-not-found`, `edit-conflict`.
   */
  async move(model: ModelName, { alias, version, expected }: AliasMove): Promise<number | null> {
    return this.database.transaction(async (connection) => {
      const [found] = await connection.run<{ id: string }>(
        { text: 'SELECT id FROM model WHERE namespace = $1 AND name = $2 FOR UPDATE' },
        [model.namespace, model.model],
      );
      if (!found) throw modelNotFound(model);
      const [now] = await connection.run<{ before: number | null; exists: boolean }>(
        {
          text: `SELECT (SELECT version_number FROM alias WHERE model_id = $1 AND name = $2) AS before,
                   EXISTS (SELECT FROM version WHERE model_id = $1 AND number = $3 AND deleted_at IS NULL) AS exists`,
        },
        [found.id, alias, version],
      );
      if (now?.exists !== true) throw versionNotFound(model, version);
      if (expected !== undefined && expected !== now.before) throw conflict(alias, expected, now.before);
      if (now.before === version) return version;
      await connection.run(
        {
          text: `INSERT INTO alias (model_id, name, version_number) VALUES ($1, $2, $3)
                 ON CONFLICT (model_id, name) DO UPDATE SET version_number = $3, updated_at = now()`,
        },
        [found.id, alias, version],
      );
      await connection.run(
        { text: `INSERT INTO event (type, subject, data) VALUES ('alias.moved', $1, $2)` },
        [`${model.namespace}/${model.model}@${alias}`, { ...model, alias, version, before: now.before }],
      );
      return now.before;
    });
  }

  /** @throws Problem `alias-not-found`. */
  async remove({ namespace, model }: ModelName, alias: string): Promise<void> {
    const where = { name: alias, model: { namespace, name: model } };
    const { count } = await this.database.ask((prisma) => prisma.alias.deleteMany({ where }));
    if (count === 0) throw new Problem('alias-not-found', `${namespace}/${model} has no alias ${alias}.`);
  }
}

function conflict(alias: string, expected: number | null, found: number | null): Problem {
  const say = (version: number | null): string => (version === null ? 'nothing' : `version ${version}`);
  const detail = `@${alias} points to ${say(found)}, not to ${say(expected)}.`;
  return new Problem('edit-conflict', detail, { alias, expected, found });
}
