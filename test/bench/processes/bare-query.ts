import { fastify } from 'fastify';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: 16 });
const statement = {
  name: 'version',
  text: `SELECT id, model_id, number, encode(artifact_digest, 'hex') AS digest, format, main_file, framework_version,
           labels, deprecation, published_at FROM version WHERE id = $1`,
};

/** The least that reading the catalogue can be: one route, one prepared query by the primary key. */
async function main(): Promise<void> {
  const app = fastify();
  app.get<{ Params: { id: string } }>('/versions/:id', async (request) => {
    const { rows } = await pool.query<Record<string, unknown>>({ ...statement, values: [request.params.id] });
    return rows[0];
  });
  console.log(`listens on ${await app.listen({ host: '127.0.0.1', port: 0 })}`);
  process.once('SIGTERM', () => process.exit(0));
}

void main();
