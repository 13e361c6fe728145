import { type ModelName } from '../catalog/model-name';
import { versionNotFound } from '../catalog/versions';
import { Conditions } from '../conditions';
import { type Database } from '../database';
import { idIn, type Page, pageOf, type PageRequest, positionOf } from '../paging';

/** A version that was put into an environment. */
export interface DeploymentRecord extends ModelName {
  readonly environment: string;
  readonly version: number;
  readonly deployedAt: Date;
}

interface DeploymentRow {
  readonly id: string;
  readonly environment: string;
  readonly namespace: string;
  readonly model: string;
  readonly version: number;
  readonly deployed_at: Date;
}

const record = {
  name: 'deployment-record',
  text: `
    WITH added AS (
      INSERT INTO deployment (environment, model_id, version_number)
      SELECT $3, m.id, v.number FROM model m JOIN version v ON v.model_id = m.id
      WHERE m.namespace = $1 AND m.name = $2 AND v.number = $4 AND v.deleted_at IS NULL
      RETURNING id, environment, version_number, deployed_at
    ), told AS (
      INSERT INTO event (type, subject, data)
      SELECT 'deployment.recorded', $1::text || '/' || $2::text || '@' || version_number,
             jsonb_build_object('namespace', $1::text, 'model', $2::text, 'version', version_number,
                                'environment', environment)
      FROM added
    )
    SELECT id, environment, $1 AS namespace, $2 AS model, version_number AS version, deployed_at FROM added`,
};

/** Of a record and an alias that bears the environment's name, what happened last counts. */
const deployed = {
  name: 'deployment-current',
  text: `
    SELECT number FROM model m, LATERAL (
      (SELECT version_number AS number, deployed_at AS since FROM deployment
       WHERE model_id = m.id AND environment = $3 ORDER BY id DESC LIMIT 1)
      UNION ALL
      SELECT version_number, updated_at FROM alias WHERE model_id = m.id AND name = $3
    ) AS told
    WHERE m.namespace = $1 AND m.name = $2 ORDER BY since DESC LIMIT 1`,
};

/** Which version is where. */
export class Deployments {
  constructor(private readonly database: Database) {}

  /** Says so in the outbox. @throws Problem `version-not-found`. */
  async record(model: ModelName, version: number, environment: string): Promise<DeploymentRecord> {
    const values = [model.namespace, model.model, environment, version];
    const [row] = await this.database.run<DeploymentRow>(record, values);
    if (!row) throw versionNotFound(model, version);
    return recordOf(row);
  }

  /** The version of a model that is in an environment, by a record or by the alias of that name. */
  async current({ namespace, model }: ModelName, environment: string): Promise<number | undefined> {
    const values = [namespace, model, environment];
    return (await this.database.run<{ number: number }>(deployed, values))[0]?.number;
  }

  /** What was recorded, the newest first. */
  async list(environment: string, page: PageRequest): Promise<Page<DeploymentRecord>> {
    const conditions = new Conditions().add('d.environment = ?', environment);
    const after = positionOf(page, 'deployments', 1);
    if (after) conditions.add('d.id < ?::bigint', idIn(after));
    const limit = conditions.value(page.size + 1);
    const text = `SELECT d.id, d.environment, m.namespace, m.name AS model, d.version_number AS version, d.deployed_at
      FROM deployment d JOIN model m ON m.id = d.model_id ${conditions.where} ORDER BY d.id DESC LIMIT ${limit}`;
    const rows = await this.database.run<DeploymentRow>({ text }, conditions.values);
    return pageOf('deployments', rows, page, (row) => [row.id], recordOf);
  }
}

function recordOf(row: DeploymentRow): DeploymentRecord {
  return {
    environment: row.environment,
    namespace: row.namespace,
    model: row.model,
    version: row.version,
    deployedAt: row.deployed_at,
  };
}
