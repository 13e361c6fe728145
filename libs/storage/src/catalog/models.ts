import { Problem } from '@sigcat/problems';
import { Conditions } from '../conditions';
import { type Database } from '../database';
import { errorCode } from '../error-code';
import { limitOf, type Page, pageOf, type PageRequest, positionOf } from '../paging';
import { StatementNames } from '../statement-names';
import { addLabelConditions, type LabelFilter, type Labels } from './labels';
import { type ModelName } from './model-name';
import { hasPart, isByIndex, modelsByPart, type PartsOfNames } from './part-of-name';
import { SimilarModels } from './similar-models';

export interface ModelRecord extends ModelName {
  readonly description: string;
  readonly labels: Labels;
  /** Number of the newest version that is not deleted. */
  readonly latestVersion: number | null;
  /** Version numbers by alias. */
  readonly aliases: Readonly<Record<string, number>>;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface ModelChange {
  readonly description?: string;
  readonly labels?: Labels;
}

export interface ModelFilter {
  readonly namespace?: string;
  /** A part of the model's name, in any case of letters. */
  readonly name?: string;
  readonly labels: readonly LabelFilter[];
}

interface ModelRow {
  readonly namespace: string;
  readonly name: string;
  readonly description: string;
  readonly labels: Labels;
  readonly latest_version: number | null;
  readonly aliases: Readonly<Record<string, number>> | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const columns = `
  m.namespace, m.name, m.description, m.labels, m.created_at, m.updated_at,
  (SELECT max(number) FROM version WHERE model_id = m.id AND deleted_at IS NULL) AS latest_version,
  (SELECT json_object_agg(name, version_number ORDER BY name) FROM alias WHERE model_id = m.id) AS aliases`;

const findModel = {
  name: 'model-find',
  text: `SELECT ${columns} FROM model m WHERE m.namespace = $1 AND m.name = $2`,
};

/** Foreign key and restrict violations. */
const stillReferenced: ReadonlySet<string | undefined> = new Set(['23503', '23001']);

/** Models, without their versions. */
export class Models {
  private readonly lists = new StatementNames('model-list');
  private readonly similar: SimilarModels;

  constructor(
    private readonly database: Database,
    private readonly names: PartsOfNames,
  ) {
    this.similar = new SimilarModels(database);
  }

  /** @throws Problem `model-not-found`, with the names that may have been meant. */
  async get(name: ModelName): Promise<ModelRecord> {
    const [row] = await this.database.run<ModelRow>(findModel, [name.namespace, name.model]);
    if (!row) throw modelNotFound(name, await this.similar.to(name));
    return recordOf(row);
  }

  /** By namespace and name. */
  async list(filter: ModelFilter, page: PageRequest): Promise<Page<ModelRecord>> {
    // Labels differ too much from one time to the next for one plan to suit.
    const isSteady = filter.labels.length === 0;
    const conditions = new Conditions();
    const limit = limitOf(page);
    let from = 'model m';
    if (filter.name !== undefined) {
      const part = await this.names.of(filter.name, filter.namespace);
      if (isByIndex(part, limit)) from = modelsByPart(conditions, part);
      else conditions.add(hasPart('m', conditions, filter.name));
    }
    if (filter.namespace !== undefined) {
      // What comes out of a query of its own, PostgreSQL does not look at to plan anew each time.
      conditions.add(`m.namespace = ${isSteady ? '(SELECT ?::text)' : '?'}`, filter.namespace);
    }
    addLabelConditions(conditions, 'm.labels', filter.labels);
    const after = positionOf(page, 'models', 2);
    if (after) conditions.add('(m.namespace, m.name) > (?, ?)', ...after);
    // An index has all that names are chosen by: models are read when it is known which.
    const text = `SELECT ${columns}
      FROM (SELECT m.id FROM ${from} ${conditions.where} ORDER BY m.namespace, m.name LIMIT ${limit}) AS found
      JOIN model m USING (id) ORDER BY m.namespace, m.name`;
    const statement = isSteady ? this.lists.named(text) : { text };
    const rows = await this.database.run<ModelRow>(statement, conditions.values);
    return pageOf('models', rows, page, (row) => [row.namespace, row.name], recordOf);
  }

  /** Makes the model or replaces what may be changed of it; resolves to whether it was made. */
  async put(
    { namespace, model }: ModelName,
    { description = '', labels = {} }: ModelChange,
  ): Promise<boolean> {
    return this.database.ask(async (prisma) => {
      const { count } = await prisma.model.createMany({
        data: { namespace, name: model, description, labels },
        skipDuplicates: true,
      });
      if (count > 0) return true;
      const where = { namespace_name: { namespace, name: model } };
      await prisma.model.update({ where, data: { description, labels, updatedAt: new Date() } });
      return false;
    });
  }

  /** @throws Problem `model-not-found`. */
  async change(name: ModelName, change: ModelChange): Promise<void> {
    const where = { namespace: name.namespace, name: name.model };
    const data = { ...change, updatedAt: new Date() };
    const { count } = await this.database.ask((prisma) => prisma.model.updateMany({ where, data }));
    if (count === 0) throw modelNotFound(name);
  }

  /** @throws Problem `model-not-found`, `model-not-empty`. */
  async remove(name: ModelName): Promise<void> {
    // With its settings: a model that is made anew under the name must not find the gate open.
    const text = `WITH settings AS (DELETE FROM config WHERE namespace = $1 AND model = $2)
      DELETE FROM model WHERE namespace = $1 AND name = $2 RETURNING id`;
    try {
      const removed = await this.database.run({ text }, [name.namespace, name.model]);
      if (removed.length === 0) throw modelNotFound(name);
    } catch (error) {
      if (!stillReferenced.has(errorCode(error))) throw error;
      throw new Problem(
        'model-not-empty',
        `${name.namespace}/${name.model} still has versions, perhaps deleted ones.`,
      );
    }
  }
}

export function modelNotFound({ namespace, model }: ModelName, similar: readonly ModelName[] = []): Problem {
  const names = similar.map((other) => `${other.namespace}/${other.model}`);
  const meant = names.length === 0 ? '' : ` Did you mean ${names.join(' or ')}?`;
  return new Problem('model-not-found', `There is no model ${namespace}/${model}.${meant}`, {
    namespace,
    model,
    ...(names.length > 0 && { similar: names }),
  });
}

function recordOf(row: ModelRow): ModelRecord {
  return {
    namespace: row.namespace,
    model: row.name,
    description: row.description,
    labels: row.labels,
    latestVersion: row.latest_version,
    aliases: row.aliases ?? {},
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
