import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, expect, it } from '@jest/globals';
import { readMigrations } from './migration-list';
import { ask, Scratch } from './testing/scratch';

const scratch = new Scratch();
const filters = { externalTables: [], externalEnums: [] };

afterEach(() => scratch.clean());

/** Runs the stand-in as the Prisma CLI does; resolves to its messages, and to what it logged. */
async function run(args: string[], calls: { method: string; params: unknown }[] = []) {
  const child = spawn(process.execPath, [join(__dirname, 'testing/stand-in.cjs'), ...args]);
  child.stdin.end(calls.map((call, id) => `${JSON.stringify({ jsonrpc: '2.0', id, ...call })}\n`).join(''));
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, log] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const messages = out.split('\n').filter((line) => line.startsWith('{'));
  return { messages: messages.map((line) => JSON.parse(line) as unknown), out, log, code: await exit };
}

function datasource(url: string): string[] {
  return ['--datasource', JSON.stringify({ url })];
}

it('tells its version', async () => {
  expect(await run(['--version'])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^schema-engine-wasm /),
  });
});

it('compares schemas without a database, and has the CLI print the outcome', async () => {
  const content = 'datasource db {\n  provider = "postgresql"\n}\nmodel thing {\n  id Int @id\n}\n';
  const to = { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] };
  const params = { from: { tag: 'empty' }, to, script: true, exitCode: null, filters };
  const { messages, code } = await run([], [{ method: 'diff', params }]);
  expect(messages).toMatchObject([
    { method: 'print', params: { content: expect.stringContaining('CREATE TABLE "thing"') } },
    { id: 0, result: { exitCode: 0 } },
  ]);
  expect(code).toBe(0);
});

it('makes the first migration of a new database, and leaves no shadow database', async () => {
  const url = await scratch.database();
  const file = scratch.schema('model thing {\n  id Int @id\n  name String\n}\n');
  const migrationsList = readMigrations(
    scratch.migrations({ '1_thing': 'CREATE TABLE thing (id int PRIMARY KEY);' }),
  );
  const schema = {
    files: [
      {
        path: file,
        content:
          'datasource db {\n  provider = "postgresql"\n}\nmodel thing {\n  id Int @id\n  name String\n}\n',
      },
    ],
  };
  const { messages } = await run(
    ['--datamodels', file, ...datasource(url)],
    [
      { method: 'devDiagnostic', params: { migrationsList, filters } },
      { method: 'applyMigrations', params: { migrationsList, filters } },
      { method: 'evaluateDataLoss', params: { migrationsList, schema, filters } },
      {
        method: 'createMigration',
        params: { migrationsList, schema, filters, migrationName: 'name', draft: false },
      },
    ],
  );
  expect(messages).toMatchObject([
    { id: 0, result: { action: { tag: 'createMigration' } } },
    { id: 1, result: { appliedMigrationNames: ['1_thing'] } },
    { id: 2, result: { migrationSteps: 1 } },
    { id: 3, result: { migrationScript: expect.stringContaining('ADD COLUMN     "name" TEXT NOT NULL') } },
  ]);
  expect(await ask(url, "SELECT datname FROM pg_database WHERE datname LIKE 'prisma_shadow_%'")).toEqual([]);
});

it('answers with what is wrong', async () => {
  const url = 'postgresql://nobody@127.0.0.1:1/none';
  const { messages } = await run(datasource(url), [{ method: 'reset', params: { filter: filters } }]);
  expect(messages).toMatchObject([
    {
      id: 0,
      error: { data: { is_panic: false, message: expect.stringContaining("Can't reach database server") } },
    },
  ]);
  const unknown = await run([], [{ method: 'free', params: {} }]);
  expect(unknown.messages).toMatchObject([{ error: { message: 'the WebAssembly engine knows no free' } }]);
});

it('says whether there is a database, in Prisma’s numbers', async () => {
  const url = await scratch.database();
  expect(await run(['cli', ...datasource(url), 'can-connect-to-database'])).toMatchObject({
    code: 0,
    log: '',
  });
  const missing = await run(['cli', ...datasource(`${url}x`), 'can-connect-to-database']);
  expect(missing).toMatchObject({ code: 1, log: expect.stringContaining('"error_code":"P1003"') });
});
