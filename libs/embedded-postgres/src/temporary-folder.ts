import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';

/** Where every user may put something: rather /var/tmp, as that outlives a restart of the machine. */
export function temporaryFolder(): string {
  try {
    accessSync('/var/tmp', constants.W_OK);
    return '/var/tmp';
  } catch {
    return tmpdir();
  }
}
