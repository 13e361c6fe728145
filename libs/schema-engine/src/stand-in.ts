import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { createDatabase, withClient } from './connection';
import { withEngine, type SchemaFile } from './engine';
import { messageOf } from './message-of';
import { loadEngineModule } from './wasm';

/** What the Prisma CLI may ask of an engine, and the WebAssembly one can do. */
const methods = [
  'applyMigrations',
  'createMigration',
  'dbExecute',
  'debugPanic',
  'devDiagnostic',
  'diagnoseMigrationHistory',
  'diff',
  'ensureConnectionValidity',
  'evaluateDataLoss',
  'introspect',
  'introspectSql',
  'markMigrationApplied',
  'markMigrationRolledBack',
  'reset',
  'schemaPush',
] as const satisfies readonly (keyof SchemaEngine)[];

/** The engine as the CLI sees it: what goes with which method is between the two of them. */
type AnyEngine = Record<(typeof methods)[number], (params: unknown) => Promise<unknown>>;

/** A line from the CLI: a call, or its answer to a call of ours, which has no method. */
interface Call {
  readonly id: number;
  readonly method?: string;
  readonly params?: unknown;
}

/** Prisma's numbers for what goes wrong with a connection, by PostgreSQL's and Node's. */
const connectionErrors: Readonly<Record<string, string>> = {
  '28000': 'P1010',
  '28P01': 'P1000',
  '3D000': 'P1003',
  '42P04': 'P1009',
  ECONNREFUSED: 'P1001',
  ENOTFOUND: 'P1001',
  ETIMEDOUT: 'P1001',
};

/**
 * Stands in for the native `schema-engine` that the Prisma CLI would run: takes the same arguments and
 * speaks the same JSON-RPC, a message a line, over standard input and output.
 * @param args the command line without program and script
 */
export async function runStandIn(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    strict: false, // The CLI also passes options that change nothing here.
    allowPositionals: true,
    options: {
      datamodels: { type: 'string', multiple: true },
      datasource: { type: 'string' },
      version: { type: 'boolean' },
    },
  });
  const datasource = typeof values.datasource === 'string' ? values.datasource : '{}';
  const { url = '' } = JSON.parse(datasource) as { url?: string };
  const files = (values.datamodels ?? []).filter((file) => typeof file === 'string');

  if (values.version === true) console.log(`schema-engine-wasm ${(await loadEngineModule()).version()}`);
  else if (positionals[0] === 'cli') await runCommand(positionals.at(-1), url);
  else await serve(url, files);
}

async function serve(url: string, files: readonly string[]): Promise<void> {
  const schema = files.map((file): SchemaFile => [file, readFileSync(file, 'utf8')]);
  try {
    await withEngine(url, schema, (engine) =>
      answerCalls((method, params) => call(engine, url, method, params)),
    );
  } catch (error) {
    // There is no engine, for lack of a database perhaps. The CLI finds out by asking.
    await answerCalls(() => {
      throw error;
    });
  }
}

async function answerCalls(run: (method: string, params: unknown) => Promise<unknown>): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, method, params } = JSON.parse(line) as Call;
    if (method !== undefined) await answer(id, () => run(method, params));
  }
}

async function answer(id: number, run: () => Promise<unknown>): Promise<void> {
  try {
    send({ id, result: (await run()) ?? {} });
  } catch (error) {
    const message = messageOf(error);
    const code = codeOf(error);
    send({ id, error: { code: 4466, message, data: { is_panic: false, message, error_code: code } } });
  }
}

async function call(engine: SchemaEngine, url: string, method: string, params: unknown): Promise<unknown> {
  if (method === 'getDatabaseVersion') return engine.version();
  if (method === 'createDatabase') return { databaseName: await createDatabase(url) };
  if (!isMethod(method)) throw new Error(`the WebAssembly engine knows no ${method}`);
  const run = engine as unknown as AnyEngine;
  // These two replay the migrations, for which the WebAssembly engine has a database only while it looks
  // for what to do. It remembers the outcome, but not past the first migration of a new database.
  if (method === 'evaluateDataLoss' || method === 'createMigration') await run.devDiagnostic(params);
  const result = await run[method](params);
  // The native engine has no `stdout` in its answer, but asks the CLI to print it.
  if (method === 'diff') {
    const { stdout } = result as { stdout: string | null };
    send({ id: 0, method: 'print', params: { content: stdout ?? '' } });
  }
  return result;
}

function isMethod(name: string): name is (typeof methods)[number] {
  return methods.some((method) => method === name);
}

function send(message: object): void {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}

/** `cli can-connect-to-database` and `cli create-database`: the answer is the exit code, and a line when it is not 0. */
async function runCommand(name: string | undefined, url: string): Promise<void> {
  try {
    if (name === 'can-connect-to-database') await withClient(url, (client) => client.query('SELECT 1'));
    else if (name === 'create-database') await createDatabase(url);
    else throw new Error(`unknown command ${name ?? ''}`);
  } catch (error) {
    const fields = { message: messageOf(error), error_code: codeOf(error) ?? 'P1010', is_panic: false };
    // The CLI skips the first line.
    process.stderr.write(
      `\n${JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields })}\n`,
    );
    process.exitCode = 1;
  }
}

function codeOf(error: unknown): string | undefined {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? (connectionErrors[code] ?? code) : undefined;
}
