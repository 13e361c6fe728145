import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folder in which the demo happens, with the exports in it; `remove` leaves nothing. */
export interface Stage {
  readonly folder: string;
  readonly remove: () => void;
}

export function setStage(models: string): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'sigcat-demo-'));
  // For root PostgreSQL runs as somebody else, who has to look in.
  chmodSync(folder, 0o755);
  cpSync(join(models, 'fraud'), join(folder, 'export'), { recursive: true });
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
