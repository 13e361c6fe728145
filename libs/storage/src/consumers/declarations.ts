import { type Requirement, type UsedTensor } from '@sigcat/consumers';
import { parseType, printType } from '@sigcat/core';
import { Problem } from '@sigcat/problems';
import { Conditions } from '../conditions';
import { type ModelName } from '../catalog/model-name';
import { type Connection, type Database } from '../database';
import { idIn, type Page, pageOf, type PageRequest, positionOf } from '../paging';

/** What a consumer uses of one model. */
export interface ModelRequirement extends ModelName {
  /** The version that it was declared against, and works with. */
  readonly version: number;
  readonly requirement: Requirement;
}

/** A requirement as it was sent. */
export type DeclaredUse = Readonly<Record<string, unknown>> & {
  readonly model: string;
  readonly version?: string | number | undefined;
};

export interface NewDeclaration {
  readonly consumer: string;
  readonly environment: string;
  /** Of the consumer, in its own words. */
  readonly version: string;
  /** As it was sent. */
  readonly requires: readonly DeclaredUse[];
  readonly requirements: readonly ModelRequirement[];
}

export interface DeclarationRecord extends Omit<NewDeclaration, 'requirements'> {
  /** From 1, consecutive for a consumer in an environment. */
  readonly revision: number;
  readonly declaredAt: Date;
  readonly withdrawnAt: Date | null;
}

/** What some consumer uses of one model, and who that is. */
export interface ConsumerRequirement extends ModelRequirement {
  readonly consumer: string;
  readonly environment: string;
  readonly consumerVersion: string;
  readonly revision: number;
}

export interface DeclarationFilter {
  readonly consumer?: string;
  readonly environment?: string;
  /** Those that use something of this model. */
  readonly model?: ModelName;
}

const columns =
  'd.id, d.consumer, d.environment, d.revision, d.version, d.body, d.declared_at, d.withdrawn_at';

/** Declarations of one consumer for one environment come one after the other. */
const takeTurn = {
  name: 'declaration-turn',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('declaration ' || $1::text || ' ' || $2::text, 0))`,
};

const insert = {
  name: 'declaration-insert',
  text: `
    WITH d AS (
      INSERT INTO declaration (consumer, environment, revision, version, body)
      SELECT $1, $2, coalesce(max(revision), 0) + 1, $3, $4
      FROM declaration WHERE consumer = $1 AND environment = $2
      RETURNING *
    ), former AS (
      DELETE FROM requirement r USING declaration f
      WHERE f.id = r.declaration_id AND f.consumer = $1 AND f.environment = $2
    ), used AS (
      INSERT INTO requirement (declaration_id, position, namespace, model, version, tag_set, signature_key, transport,
                               inputs, outputs)
      SELECT d.id, t.place - 1, t.namespace, t.model, t.version,
             ARRAY(SELECT jsonb_array_elements_text(t.tag_set)), t.signature_key, t.transport, t.inputs, t.outputs
      FROM d, unnest($5::text[], $6::text[], $7::int[], $8::jsonb[], $9::text[], $10::text[], $11::json[], $12::json[])
        WITH ORDINALITY
        AS t (namespace, model, version, tag_set, signature_key, transport, inputs, outputs, place)
    ), told AS (
      INSERT INTO event (type, subject, data)
      SELECT 'consumer.declared', consumer || '@' || environment,
             jsonb_build_object('consumer', consumer, 'environment', environment, 'revision', revision,
                                'version', version)
      FROM d
    )
    SELECT ${columns} FROM d`,
};

const withdraw = {
  name: 'declaration-withdraw',
  text: `
    WITH gone AS (
      UPDATE declaration d SET withdrawn_at = now()
      WHERE d.consumer = $1 AND d.environment = $2 AND d.withdrawn_at IS NULL
        AND d.revision = (SELECT max(revision) FROM declaration WHERE consumer = $1 AND environment = $2)
      RETURNING id, revision
    ), unused AS (
      DELETE FROM requirement r USING gone WHERE r.declaration_id = gone.id
    )
    INSERT INTO event (type, subject, data)
    SELECT 'consumer.withdrawn', $1::text || '@' || $2::text,
           jsonb_build_object('consumer', $1::text, 'environment', $2::text, 'revision', revision)
    FROM gone RETURNING id`,
};

/** The newest revision, unless it is withdrawn. */
const isCurrent = `d.withdrawn_at IS NULL AND d.revision = (
  SELECT max(revision) FROM declaration n WHERE n.consumer = d.consumer AND n.environment = d.environment)`;

interface DeclarationRow {
  readonly id: string;
  readonly consumer: string;
  readonly environment: string;
  readonly revision: number;
  readonly version: string;
  readonly body: readonly DeclaredUse[];
  readonly declared_at: Date;
  readonly withdrawn_at: Date | null;
}

interface RequirementRow {
  readonly consumer: string;
  readonly environment: string;
  readonly consumer_version: string;
  readonly revision: number;
  readonly namespace: string;
  readonly model: string;
  readonly version: number;
  readonly tag_set: readonly string[];
  readonly signature_key: string;
  readonly transport: Requirement['transport'];
  readonly inputs: readonly TensorRow[];
  readonly outputs: readonly TensorRow[];
}

/** A type is in the notation. */
interface BatchRow extends RequirementRow {
  readonly id: string;
  readonly position: number;
}

interface TensorRow {
  readonly name: string;
  readonly type?: string;
}

/** What consumers say they use. */
export class Declarations {
  constructor(private readonly database: Database) {}

  /** Takes the place of what the consumer said of this environment before, and says so in the outbox. */
  async put({
    consumer,
    environment,
    version,
    requires,
    requirements,
  }: NewDeclaration): Promise<DeclarationRecord> {
    return this.database.transaction(async (connection) => {
      await connection.run(takeTurn, [consumer, environment]);
      const [row] = await connection.run<DeclarationRow>(insert, [
        consumer,
        environment,
        version,
        JSON.stringify(requires),
        requirements.map(({ namespace }) => namespace),
        requirements.map(({ model }) => model),
        requirements.map((one) => one.version),
        requirements.map(({ requirement }) => JSON.stringify(requirement.tagSet)),
        requirements.map(({ requirement }) => requirement.signatureKey),
        requirements.map(({ requirement }) => requirement.transport),
        requirements.map(({ requirement }) => tensorsToRow(requirement.inputs)),
        requirements.map(({ requirement }) => tensorsToRow(requirement.outputs)),
      ]);
      if (!row) throw new Error('the declaration was not written');
      return recordOf(row);
    });
  }

  /** What the consumer says now, by environment. @throws Problem `consumer-not-found`. */
  async get(consumer: string): Promise<DeclarationRecord[]> {
    const text = `SELECT ${columns} FROM declaration d WHERE d.consumer = $1 AND ${isCurrent} ORDER BY d.environment`;
    const rows = await this.database.run<DeclarationRow>({ name: 'declarations-of', text }, [consumer]);
    if (rows.length === 0) throw consumerNotFound(consumer);
    return rows.map(recordOf);
  }

  /** All that count now, the newest first. */
  async list(
    { consumer, environment, model }: DeclarationFilter,
    page: PageRequest,
  ): Promise<Page<DeclarationRecord>> {
    const conditions = new Conditions();
    if (consumer !== undefined) conditions.add('d.consumer = ?', consumer);
    if (environment !== undefined) conditions.add('d.environment = ?', environment);
    const after = positionOf(page, 'consumers', 1);
    if (after) conditions.add('d.id < ?::bigint', idIn(after));
    const uses = model
      ? `AND EXISTS (SELECT FROM requirement r WHERE r.declaration_id = d.id
           AND r.namespace = ${conditions.value(model.namespace)} AND r.model = ${conditions.value(model.model)})`
      : '';
    const limit = conditions.value(page.size + 1);
    const where = conditions.where === '' ? 'WHERE' : `${conditions.where} AND`;
    const text = `SELECT ${columns} FROM declaration d ${where} ${isCurrent} ${uses} ORDER BY d.id DESC LIMIT ${limit}`;
    const rows = await this.database.run<DeclarationRow>({ text }, conditions.values);
    return pageOf('consumers', rows, page, (row) => [row.id], recordOf);
  }

  /** All that the consumer ever said, the newest first. @throws Problem `consumer-not-found`. */
  async history(consumer: string, page: PageRequest): Promise<Page<DeclarationRecord>> {
    const conditions = new Conditions().add('d.consumer = ?', consumer);
    const after = positionOf(page, 'declarations', 1);
    if (after) conditions.add('d.id < ?::bigint', idIn(after));
    const limit = conditions.value(page.size + 1);
    const text = `SELECT ${columns} FROM declaration d ${conditions.where} ORDER BY d.id DESC LIMIT ${limit}`;
    const rows = await this.database.run<DeclarationRow>({ text }, conditions.values);
    if (rows.length === 0 && !after) throw consumerNotFound(consumer);
    return pageOf('declarations', rows, page, (row) => [row.id], recordOf);
  }

  /** The consumer is no more in the environment; said in the outbox too. @throws Problem `consumer-not-found`. */
  async withdraw(consumer: string, environment: string): Promise<void> {
    const withdrawn = await this.database.run(withdraw, [consumer, environment]);
    if (withdrawn.length === 0) throw consumerNotFound(consumer, environment);
  }

  /** What is used of a model now, in an environment or in any, by consumer. */
  async requirementsOn(
    { namespace, model }: ModelName,
    environment: string | null = null,
    connection: Connection = this.database,
  ): Promise<ConsumerRequirement[]> {
    const rows = await connection.run<RequirementRow>(requirementsOn, [namespace, model, environment]);
    return rows.map(requirementOf);
  }

  /**
   * What is used of a model in an environment, by the version that it was declared against: a batch at a time, so that
   * any number of consumers takes no more memory than a few.
   */
  async *eachRequirementOn(
    { namespace, model }: ModelName,
    environment: string,
  ): AsyncGenerator<ConsumerRequirement> {
    let last: BatchRow | undefined;
    do {
      const after = [last?.version ?? 0, last?.id ?? 0, last?.position ?? 0];
      const query = [namespace, model, environment, ...after, batchSize];
      const rows = await this.database.run<BatchRow>(nextRequirementsOn, query);
      yield* rows.map(requirementOf);
      last = rows.length < batchSize ? undefined : rows.at(-1);
    } while (last);
  }

  /** What the consumer used when it said so last, in whichever environment. @throws Problem `consumer-not-found`. */
  async requirementsOf(consumer: string): Promise<ConsumerRequirement[]> {
    const rows = await this.database.run<RequirementRow>(requirementsOf, [consumer]);
    if (rows.length === 0) throw consumerNotFound(consumer);
    return rows.map(requirementOf);
  }
}

const requirementColumns = `d.consumer, d.environment, d.version AS consumer_version, d.revision, r.namespace, r.model,
  r.version, r.tag_set, r.signature_key, r.transport, r.inputs, r.outputs`;

// Only what is said now has rows among the requirements.
const requirementsOn = {
  name: 'requirements-on',
  text: `SELECT ${requirementColumns} FROM requirement r JOIN declaration d ON d.id = r.declaration_id
         WHERE r.namespace = $1 AND r.model = $2 AND ($3::text IS NULL OR d.environment = $3)
         ORDER BY d.consumer, d.environment, r.position`,
};

const batchSize = 200;

const nextRequirementsOn = {
  name: 'next-requirements-on',
  text: `SELECT ${requirementColumns}, d.id, r.position FROM requirement r JOIN declaration d ON d.id = r.declaration_id
         WHERE r.namespace = $1 AND r.model = $2 AND d.environment = $3
           AND (r.version, d.id, r.position) > ($4, $5::bigint, $6)
         ORDER BY r.version, d.id, r.position LIMIT $7`,
};

const requirementsOf = {
  name: 'requirements-of',
  text: `SELECT ${requirementColumns} FROM requirement r JOIN declaration d ON d.id = r.declaration_id
         WHERE d.id = (SELECT max(id) FROM declaration WHERE consumer = $1 AND withdrawn_at IS NULL)
         ORDER BY r.position`,
};

function consumerNotFound(consumer: string, environment?: string): Problem {
  const where = environment === undefined ? '' : ` in ${environment}`;
  return new Problem('consumer-not-found', `There is no consumer ${consumer}${where}.`, {
    consumer,
    ...(environment !== undefined && { environment }),
  });
}

function tensorsToRow(tensors: readonly UsedTensor[]): string {
  const rows: TensorRow[] = tensors.map(({ name, type }) => ({
    name,
    ...(type && { type: printType(type) }),
  }));
  return JSON.stringify(rows);
}

function tensorsFromRow(rows: readonly TensorRow[]): UsedTensor[] {
  return rows.map(({ name, type }) => ({ name, ...(type !== undefined && { type: parseType(type) }) }));
}

function requirementOf(row: RequirementRow): ConsumerRequirement {
  return {
    consumer: row.consumer,
    environment: row.environment,
    consumerVersion: row.consumer_version,
    revision: row.revision,
    namespace: row.namespace,
    model: row.model,
    version: row.version,
    requirement: {
      tagSet: row.tag_set,
      signatureKey: row.signature_key,
      transport: row.transport,
      inputs: tensorsFromRow(row.inputs),
      outputs: tensorsFromRow(row.outputs),
    },
  };
}

function recordOf(row: DeclarationRow): DeclarationRecord {
  return {
    consumer: row.consumer,
    environment: row.environment,
    revision: row.revision,
    version: row.version,
    requires: row.body,
    declaredAt: row.declared_at,
    withdrawnAt: row.withdrawn_at,
  };
}
