import { limitExceeded } from '@sigcat/problems';
import { type ReadLimits } from '../limits';

/** @throws Problem `archive-too-many-entries` */
export function checkEntryCount(count: number, { maxArchiveEntries }: ReadLimits): void {
  if (count <= maxArchiveEntries) return;
  throw limitExceeded('archive-too-many-entries', `The archive has ${count} entries or more`, {
    name: 'maxArchiveEntries',
    value: maxArchiveEntries,
  });
}
