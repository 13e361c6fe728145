import { type Database } from '../database';
import { type ModelName } from './model-name';

/** Reports as they were written when their versions were published. */
export class Reports {
  constructor(private readonly database: Database) {}

  async find(model: ModelName, version: number): Promise<Readonly<Record<string, unknown>> | undefined> {
    const [row] = await this.database.run<{ body: Record<string, unknown> }>(
      {
        name: 'report-find',
        text: `SELECT r.body FROM report r JOIN version v ON v.id = r.version_id JOIN model m ON m.id = v.model_id
               WHERE m.namespace = $1 AND m.name = $2 AND v.number = $3 AND v.deleted_at IS NULL`,
      },
      [model.namespace, model.model, version],
    );
    return row?.body;
  }
}
