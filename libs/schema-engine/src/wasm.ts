import { readFileSync } from 'node:fs';
import type * as SchemaEngineModule from '@prisma/schema-engine-wasm/schema_engine_bg';

/** The JavaScript half of Prisma's engine, joined to its WebAssembly half. */
export type EngineModule = typeof SchemaEngineModule;

/** As much of the global `WebAssembly` as is used here: neither `lib: es2023` nor Node's types have it. */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ): Promise<{ readonly instance: { readonly exports: WasmExports } }>;
};

interface WasmExports {
  readonly __wbindgen_start: () => void;
}

/** Where the engine looks for somebody to tell that it panicked. */
const host: typeof globalThis & { PRISMA_WASM_PANIC_REGISTRY?: { set_message(message: string): void } } =
  globalThis;

let lastPanic: string | undefined;
let loading: Promise<EngineModule> | undefined;

/**
 * What the engine said when it last panicked, if it did. The error that a caller then gets says only
 * `unreachable`.
 */
export function panicMessage(): string | undefined {
  return lastPanic;
}

/** The engine's module, made ready once per process (about 50 ms). */
export function loadEngineModule(): Promise<EngineModule> {
  loading ??= load();
  return loading;
}

async function load(): Promise<EngineModule> {
  // The package is ESM only, and its main entry imports a .wasm file, which Node does not do without a
  // flag; hence the sub-path and the joining by hand. An `import()` suits every way this file is run:
  // - built by tsc, it stays an `import()`;
  // - in Jest's globalSetup, swc makes a `require` of it, Node's own, which takes ES modules since 20.19;
  // - in a spec, swc makes a `require` of it too, but Jest's, which needs the package transformed as well
  //   (see jest.config.cjs).
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const file = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm');

  host.PRISMA_WASM_PANIC_REGISTRY = {
    set_message: (message) => {
      lastPanic = message;
    },
  };
  const { instance } = await WebAssembly.instantiate(readFileSync(file), {
    './schema_engine_bg.js': { ...glue, ...patientTimers(glue) },
  });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue;
}

/**
 * The engine waits at most 10 s for its lock and never cancels that timer once it has the lock. Were it
 * an ordinary one, every process would stay for those 10 s.
 */
function patientTimers(glue: object): Record<string, unknown> {
  const names = Object.keys(glue).filter((name) => name.startsWith('__wbg_setTimeout'));
  const unreferenced = (run: () => void, milliseconds: number) => setTimeout(run, milliseconds).unref();
  return Object.fromEntries(names.map((name) => [name, unreferenced]));
}
