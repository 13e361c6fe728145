import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './workspace-root';

/** The environment in which the server has one thing done wrong, by the name of a file in `mutants/`. @throws Error */
export function mutant(name: string): Readonly<Record<string, string>> {
  const path = join(root(), 'test/crash/mutants', `${name}.cjs`);
  if (!existsSync(path)) throw new Error(`there is no ${path}`);
  return { NODE_OPTIONS: `--require ${JSON.stringify(path)}` };
}
