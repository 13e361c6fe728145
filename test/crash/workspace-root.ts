import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder with nx.json; this file is run from its source and from dist/. */
export function root(from = __dirname): string {
  return existsSync(join(from, 'nx.json')) ? from : root(dirname(from));
}
