import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder that the whole repository is in, known by its nx.json. */
export function workspaceRoot(from = __dirname): string {
  if (existsSync(join(from, 'nx.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('this is not below a folder with an nx.json');
  return workspaceRoot(parent);
}
