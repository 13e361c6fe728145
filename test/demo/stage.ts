import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a caller of the model keeps in its own repository. */
const declaration = `consumer: checkout
version: 2.4.0
requires:
  - model: fraud
    version: 2
    transport: tensor
    signature: 'serving_default(amount: *, country: *) -> (score: *)'
`;

/** The folder in which the demo happens, with exports and a declaration in it; `remove` leaves nothing. */
export interface Stage {
  readonly folder: string;
  readonly remove: () => void;
}

export function setStage(models: string): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'sigcat-demo-'));
  // For root PostgreSQL runs as somebody else, who has to look in.
  chmodSync(folder, 0o755);
  cpSync(join(models, 'fraud'), join(folder, 'export'), { recursive: true });
  writeFileSync(join(folder, 'sigcat.consumer.yaml'), declaration);
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
