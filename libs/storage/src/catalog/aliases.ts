import { Problem } from '@sigcat/problems';
import { type Connection, type Database } from '../database';
import { type ModelRow, comparableModels } from './graphs';
import { type Candidate, type Judge, type Judgement, judgementInEvent } from './judgement';
import { type ModelName } from './model-name';
import { modelNotFound } from './models';
import { type Signatures } from './signatures';
import { type Terms, termsColumns, termsOf, type TermsRow } from './terms';
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

/** What came of moving an alias. */
export interface Moved {
  /** The version that the alias pointed to before. */
  readonly previous: number | null;
  /** What the gate said; null where it was not asked. Where it refused, nothing has changed. */
  readonly judgement: Judgement | null;
}

// Statements of its own after the lock: they see what was committed while it was waited for.
const lockModel = {
  name: 'alias-lock-model',
  text: 'SELECT id FROM model WHERE namespace = $1 AND name = $2 FOR UPDATE',
};

const lookAround = {
  name: 'alias-look-around',
  text: `
    SELECT (SELECT version_number FROM alias WHERE model_id = m.id AND name = $3) AS before,
      ARRAY(SELECT name FROM alias WHERE model_id = m.id AND version_number = $4 AND name <> $3 ORDER BY name) AS others,
      EXISTS (SELECT FROM version WHERE model_id = m.id AND number = $4 AND deleted_at IS NULL) AS exists,
      ${termsColumns()}
    FROM model m WHERE namespace = $1 AND name = $2`,
};

const loadVersions = {
  name: 'alias-load-versions',
  text: 'SELECT number, format, graphs FROM version WHERE model_id = $1 AND number = ANY ($2::int[])',
};

const put = {
  name: 'alias-put',
  text: `INSERT INTO alias (model_id, name, version_number) VALUES ($1, $2, $3)
         ON CONFLICT (model_id, name) DO UPDATE SET version_number = $3, updated_at = now()`,
};

const offer = {
  name: 'alias-offer',
  text: `
    WITH former AS (DELETE FROM alias_signature WHERE model_id = $1 AND alias = $2), offered AS (
      SELECT s.signature_id, v.id AS version_id, s.graph_position, s.position
      FROM version v JOIN version_signature s ON s.version_id = v.id WHERE v.model_id = $1 AND v.number = $3
    ), candidates AS (
      INSERT INTO alias_candidate (alias, signature_id, tensor_count, unknowns, brief)
      SELECT $2, id, tensor_count, unknowns, brief FROM signature WHERE id IN (SELECT signature_id FROM offered)
      ORDER BY id
      ON CONFLICT DO NOTHING
    )
    INSERT INTO alias_signature (alias, signature_id, version_id, graph_position, position, model_id)
    SELECT $2, signature_id, version_id, graph_position, position, $1 FROM offered`,
};

const tell = {
  name: 'alias-tell',
  text: `INSERT INTO event (type, subject, data) VALUES ('alias.moved', $1, $2)`,
};

const findAlias = {
  name: 'alias-find',
  text: `SELECT m.id, ${termsColumns()} FROM model m JOIN alias a ON a.model_id = m.id
         WHERE m.namespace = $1 AND m.name = $2 AND a.name = $3`,
};

const remove = { name: 'alias-remove', text: 'DELETE FROM alias WHERE model_id = $1 AND name = $2' };

interface SurroundingsRow extends TermsRow {
  readonly before: number | null;
  /** The other aliases of the version that the alias is to point to. */
  readonly others: readonly string[];
  readonly exists: boolean;
}

/** Movable names for versions. */
export class Aliases {
  constructor(
    private readonly database: Database,
    private readonly signatures: Signatures,
  ) {}

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
   * Points an alias to a version and says so in the outbox. A gated alias moves only where the gate lets the version
   * replace the one that it points to; to its first version it moves freely, as nobody relies on it yet.
   * Moves of one model's aliases happen one after the other.
   * @throws Problem `model-not-found`, `version-not-found`, `edit-conflict`.
   */
  async move(model: ModelName, { alias, version, expected }: AliasMove, judge: Judge): Promise<Moved> {
    return this.database.transaction(async (connection) => {
      const id = await lock(connection, model);
      const values = [model.namespace, model.model, alias, version];
      const [row] = await connection.run<SurroundingsRow>(lookAround, values);
      if (row?.exists !== true) throw versionNotFound(model, version);
      const { before, others } = row;
      if (expected !== undefined && expected !== before) throw conflict(alias, expected, before);
      if (before === version) return { previous: version, judgement: null };

      const terms = termsOf(row);
      const judgement =
        before !== null && isGated(alias, terms)
          ? await this.judged(connection, id, judge, { before, after: version, terms })
          : null;
      if (judgement?.refused === true) return { previous: before, judgement };
      await connection.run(put, [id, alias, version]);
      await connection.run(offer, [id, alias, version]);
      await connection.run(tell, [
        `${model.namespace}/${model.model}@${alias}`,
        { ...model, alias, version, before, others, ...(judgement && judgementInEvent(judgement)) },
      ]);
      return { previous: before, judgement };
    });
  }

  /** @throws Problem `alias-not-found`, `alias-gated`. */
  async remove(model: ModelName, alias: string): Promise<void> {
    const values = [model.namespace, model.model, alias];
    const [row] = await this.database.run<TermsRow & { id: string }>(findAlias, values);
    if (!row)
      throw new Problem('alias-not-found', `${model.namespace}/${model.model} has no alias ${alias}.`);
    // Made anew it could point anywhere.
    if (isGated(alias, termsOf(row))) {
      throw new Problem('alias-gated', `@${alias} is gated: it can be moved, not deleted.`, {
        ...model,
        alias,
      });
    }
    await this.database.run(remove, [row.id, alias]);
  }

  private async judged(
    connection: Connection,
    id: string,
    judge: Judge,
    { before, after, terms }: { readonly before: number; readonly after: number; readonly terms: Terms },
  ): Promise<Judgement> {
    const rows = await connection.run<ModelRow & { number: number }>(loadVersions, [id, [before, after]]);
    const models = await comparableModels(connection, this.signatures, rows);
    const of = (number: number): Candidate => {
      const signatures = models[rows.findIndex((row) => row.number === number)];
      if (!signatures) throw new Error(`version ${number} went while it was locked`);
      return { version: number, signatures };
    };
    return judge(of(after), { ...terms, baseline: before, predecessors: [of(before)] });
  }
}

async function lock(connection: Connection, model: ModelName): Promise<string> {
  const [found] = await connection.run<{ id: string }>(lockModel, [model.namespace, model.model]);
  if (!found) throw modelNotFound(model);
  return found.id;
}

function isGated(alias: string, { settings }: Terms): boolean {
  return settings.gate_aliases?.includes(alias) === true;
}

function conflict(alias: string, expected: number | null, found: number | null): Problem {
  const say = (version: number | null): string => (version === null ? 'nothing' : `version ${version}`);
  const detail = `@${alias} points to ${say(found)}, not to ${say(expected)}.`;
  return new Problem('edit-conflict', detail, { alias, expected, found });
}
