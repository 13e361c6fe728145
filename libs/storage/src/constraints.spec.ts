import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@sigcat/test-database';
import { Client } from 'pg';

let database: TestDatabase;
let sql: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = new Client({ connectionString: database.url });
  await sql.connect();
  await sql.query(`
    INSERT INTO model (namespace, name, last_version) VALUES ('default', 'fraud', 1);
    INSERT INTO artifact (digest, size, packaging) VALUES (decode(repeat('ab', 32), 'hex'), 10, 'file');
    INSERT INTO version (model_id, number, artifact_digest, format, main_file, framework_version,
        graphs, verdict)
      VALUES (1, 1, decode(repeat('ab', 32), 'hex'), 'saved-model', '', '', '[]', 'compatible');
    INSERT INTO graph VALUES (1, 0, '{serve}', '');
    INSERT INTO signature (digest, body, tensor_count, unknowns, tokens)
      VALUES (decode(repeat('cd', 32), 'hex'), '[]', 1, 1, '{1}');
    INSERT INTO tensor_spec VALUES (1, 'input', 0, 'x', 'float32', '{-1,3}', true, '{}', 'dense', NULL, false, NULL);
    INSERT INTO version_signature VALUES (1, 0, 0, 'f', '', 1);
    INSERT INTO report VALUES (1, '{}');
    INSERT INTO event (type, subject, data) VALUES ('model_version.published', 'default/fraud@1', '{}');
    INSERT INTO alias VALUES (1, 'production', 1);
    INSERT INTO approval (model_id, fingerprint, approver, reason) VALUES (1, '0123456789abcdef', 'ada', 'agreed');
  `);
});

afterAll(async () => {
  await sql.end();
  await database.drop();
});

describe('the database', () => {
  it.each([
    ['model', `UPDATE model SET last_version = 0`, 'only grows'],
    ['version', `UPDATE version SET number = 2`, 'is immutable'],
    ['version', `UPDATE version SET artifact_digest = artifact_digest`, 'is immutable'],
    ['version', `UPDATE version SET verdict = 'undecided'`, 'is immutable'],
    ['artifact', `UPDATE artifact SET size = 11`, 'is immutable'],
    ['graph', `UPDATE graph SET native = 'x'`, 'is immutable'],
    ['signature', `UPDATE signature SET digest = digest`, 'is immutable'],
    ['tensor_spec', `UPDATE tensor_spec SET dtype = 'int64'`, 'is immutable'],
    ['version_signature', `UPDATE version_signature SET key = 'g'`, 'is immutable'],
    ['report', `UPDATE report SET body = '[]'`, 'is immutable'],
    ['event', `UPDATE event SET subject = ''`, 'is immutable'],
    ['approval', `UPDATE approval SET expires_at = NULL`, 'is immutable'],
  ])('lets nobody rewrite a %s: %s', async (_, statement, message) => {
    await expect(sql.query(statement)).rejects.toThrow(message);
  });

  it.each([
    [`DELETE FROM version`, 'only a deleted version can be removed'],
    [`DELETE FROM graph`, 'goes with its version only'],
    [`DELETE FROM version_signature`, 'goes with its version only'],
    [`DELETE FROM report`, 'goes with its version only'],
  ])('lets nobody take parts of what was published away: %s', async (statement, message) => {
    await expect(sql.query(statement)).rejects.toThrow(message);
  });

  it('lets a deleted version be removed with all its parts, unless an alias points to it', async () => {
    await sql.query('BEGIN; UPDATE version SET deleted_at = now(); SAVEPOINT aliased');
    await expect(sql.query('DELETE FROM version')).rejects.toMatchObject({
      constraint: 'alias_model_id_version_number_fkey',
    });
    await sql.query('ROLLBACK TO aliased; DELETE FROM alias; DELETE FROM version');
    expect((await sql.query('SELECT FROM graph')).rowCount).toBe(0);
    await sql.query('ROLLBACK');
  });

  it.each([
    `UPDATE version SET labels = '{"a": "b"}', deprecation = 'old', deleted_at = NULL`,
    `UPDATE model SET labels = '{}', description = 'd', last_version = 2`,
  ])('lets be changed what may change: %s', async (statement) => {
    await expect(sql.query(statement)).resolves.toMatchObject({ rowCount: 1 });
  });

  it.each([
    [
      'a model twice',
      `INSERT INTO model (namespace, name) VALUES ('default', 'fraud')`,
      'model_namespace_name_key',
    ],
    [
      'a model with a slash',
      `INSERT INTO model (namespace, name) VALUES ('default', 'a/b')`,
      'model_name_check',
    ],
    [
      'a number twice',
      `INSERT INTO version (model_id, number, artifact_digest, format, main_file, framework_version, graphs,
         verdict)
      SELECT model_id, number, artifact_digest, format, '', '', graphs, verdict FROM version`,
      'version_model_id_number_key',
    ],
    [
      'a version without artifact',
      `INSERT INTO version (model_id, number, artifact_digest, format, main_file, framework_version, graphs,
         verdict)
      VALUES (1, 2, decode(repeat('00', 32), 'hex'), 'saved-model', '', '', '[]', 'compatible')`,
      'version_artifact_digest_fkey',
    ],
    [
      'a short digest',
      `INSERT INTO signature (digest, body, tensor_count, unknowns, tokens) VALUES ('abc', '[]', 0, 0, '{}')`,
      'signature_digest_check',
    ],
    [
      'a signature twice',
      `INSERT INTO signature (digest, body, tensor_count, unknowns, tokens)
       SELECT digest, body, tensor_count, unknowns, tokens FROM signature`,
      'signature_digest_key',
    ],
    [
      'a size below -1',
      `INSERT INTO tensor_spec VALUES (1, 'input', 1, 'y', 'int8', '{-2}', true, '{}', 'dense', NULL, false, NULL)`,
      'tensor_spec_shape_check',
    ],
    [
      'dims of an unknown rank',
      `INSERT INTO tensor_spec VALUES (1, 'input', 1, 'y', 'int8', '{1}', false, '{}', 'dense', NULL, false, NULL)`,
      'tensor_spec_shape_check',
    ],
    [
      'too few symbols',
      `INSERT INTO tensor_spec VALUES (1, 'input', 1, 'y', 'int8', '{1,2}', true, '{N}', 'dense', NULL, false, NULL)`,
      'tensor_spec_symbols_check',
    ],
    [
      'a composite without parts',
      `INSERT INTO tensor_spec VALUES (1, 'input', 1, 'y', 'int8', '{}', true, '{}', 'composite', NULL, false, NULL)`,
      'tensor_spec_composite_check',
    ],
    [
      'an optional output',
      `INSERT INTO tensor_spec VALUES (1, 'output', 0, 'y', 'int8', '{}', true, '{}', 'dense', NULL, true, NULL)`,
      'tensor_spec_optional_check',
    ],
    [
      'a tensor name twice',
      `INSERT INTO tensor_spec VALUES (1, 'input', 1, 'x', 'int8', '{}', true, '{}', 'dense', NULL, false, NULL)`,
      'tensor_spec_signature_id_direction_name_key',
    ],
    [
      'a signature key twice',
      `INSERT INTO version_signature VALUES (1, 0, 1, 'f', '', 1)`,
      'version_signature_version_id_graph_position_key_key',
    ],
    ['a graph of no version', `INSERT INTO graph VALUES (99, 0, '{}', '')`, 'graph_version_id_fkey'],
    ['an alias to nothing', `INSERT INTO alias VALUES (1, 'other', 9)`, 'alias_model_id_version_number_fkey'],
    ['an alias that is a number', `INSERT INTO alias VALUES (1, '7', 1)`, 'alias_name_check'],
    ['an alias called latest', `INSERT INTO alias VALUES (1, 'latest', 1)`, 'alias_name_check'],
    [
      'settings of a model of no namespace',
      `INSERT INTO config (namespace, model, settings) VALUES ('', 'm', '{}')`,
      'config_level_check',
    ],
    ['settings of no object', `INSERT INTO config VALUES ('n', '', '[]')`, 'config_settings_check'],
    ['a search called nothing', `INSERT INTO saved_search VALUES ('', '', '{}')`, 'saved_search_name_check'],
    [
      'a search for no object',
      `INSERT INTO saved_search VALUES ('s', '', '[]')`,
      'saved_search_search_check',
    ],
    [
      'an approval of no finding',
      `INSERT INTO approval (model_id, fingerprint, approver, reason) VALUES (1, 'x', 'a', 'r')`,
      'approval_fingerprint_check',
    ],
    [
      'an approval of nobody',
      `INSERT INTO approval (model_id, fingerprint, approver, reason) VALUES (1, '0123456789abcdef', ' ', 'r')`,
      'approval_approver_check',
    ],
    [
      'an approval for no reason',
      `INSERT INTO approval (model_id, fingerprint, approver, reason) VALUES (1, '0123456789abcdef', 'a', '')`,
      'approval_reason_check',
    ],
    [
      'a signature that a version has being erased',
      `DELETE FROM signature`,
      'version_signature_signature_id_fkey',
    ],
  ])('refuses %s', async (_, statement, constraint) => {
    await expect(sql.query(statement)).rejects.toMatchObject({ constraint });
  });
});
