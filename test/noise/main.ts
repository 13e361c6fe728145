import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readExports } from './exports';
import { renderPage } from './page';

// Run as test/dist/noise/main.js.
const root = join(__dirname, '../../..');

async function main(): Promise<void> {
  const exports = await readExports(join(root, '../shared/fixtures'));
  writeFileSync(join(root, 'docs/reference/re-exports.md'), renderPage(exports));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
