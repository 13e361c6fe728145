import { type Approval } from '@sigcat/compat';
import { Problem } from '@sigcat/problems';
import { Conditions } from '../conditions';
import { type Database } from '../database';
import { idIn, type Page, pageOf, type PageRequest, positionOf } from '../paging';
import { type ModelName } from './model-name';
import { modelNotFound } from './models';

export interface ApprovalRecord extends Approval {
  /** Decimal digits. */
  readonly id: string;
  readonly createdAt: Date;
}

interface ApprovalRow {
  readonly id: string;
  readonly fingerprint: string;
  readonly approver: string;
  readonly reason: string;
  readonly expires_at: Date | null;
  readonly created_at: Date;
}

const columns = 'id, fingerprint, approver, reason, expires_at, created_at';

const add = {
  name: 'approval-add',
  text: `
    WITH added AS (
      INSERT INTO approval (model_id, fingerprint, approver, reason, expires_at)
      SELECT id, $3, $4, $5, $6 FROM model WHERE namespace = $1 AND name = $2 RETURNING *
    ), told AS (
      INSERT INTO event (type, subject, data) SELECT 'approval.created', $7, to_jsonb(added) - 'model_id' FROM added
    )
    SELECT ${columns} FROM added`,
};

const remove = {
  name: 'approval-remove',
  text: `
    WITH removed AS (
      DELETE FROM approval a USING model m
      WHERE m.id = a.model_id AND m.namespace = $1 AND m.name = $2 AND a.id = $3 RETURNING a.*
    )
    INSERT INTO event (type, subject, data) SELECT 'approval.deleted', $4, to_jsonb(removed) - 'model_id' FROM removed
    RETURNING id`,
};

/** Findings that somebody takes the responsibility for, by model. */
export class Approvals {
  constructor(private readonly database: Database) {}

  /** Writes the approval and says so in the outbox. @throws Problem `model-not-found`. */
  async add(
    model: ModelName,
    { fingerprint, approver, reason, expiresAt }: Approval,
  ): Promise<ApprovalRecord> {
    const values = [model.namespace, model.model, fingerprint, approver, reason, expiresAt, subjectOf(model)];
    const [row] = await this.database.run<ApprovalRow>(add, values);
    if (!row) throw modelNotFound(model);
    return recordOf(row);
  }

  /** Newest first, those that hold no more included. */
  async list(model: ModelName, page: PageRequest): Promise<Page<ApprovalRecord>> {
    const conditions = new Conditions()
      .add('m.namespace = ?', model.namespace)
      .add('m.name = ?', model.model);
    const after = positionOf(page, 'approvals', 1);
    if (after) conditions.add('a.id < ?::bigint', idIn(after));
    const limit = conditions.value(page.size + 1);
    const text = `SELECT a.* FROM approval a JOIN model m ON m.id = a.model_id ${conditions.where}
      ORDER BY a.id DESC LIMIT ${limit}`;
    const rows = await this.database.run<ApprovalRow>({ text }, conditions.values);
    return pageOf('approvals', rows, page, (row) => [row.id], recordOf);
  }

  /** Takes the approval back and says so in the outbox. @throws Problem `approval-not-found`. */
  async remove(model: ModelName, id: string): Promise<void> {
    const values = [model.namespace, model.model, id, subjectOf(model)];
    const removed = await this.database.run(remove, values);
    if (removed.length === 0) {
      throw new Problem('approval-not-found', `${subjectOf(model)} has no approval ${id}.`, { ...model, id });
    }
  }
}

function subjectOf({ namespace, model }: ModelName): string {
  return `${namespace}/${model}`;
}

function recordOf(row: ApprovalRow): ApprovalRecord {
  return {
    id: row.id,
    fingerprint: row.fingerprint,
    approver: row.approver,
    reason: row.reason,
    expiresAt: row.expires_at,
    createdAt: row.created_at,
  };
}
