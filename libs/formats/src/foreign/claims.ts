import { formats } from '../registry';
import { foreignFormats } from './known-formats';

/** What the name of a file says it is. */
export interface Claim {
  /** Id of a format. */
  readonly id: string;
  readonly title: string;
  readonly packed?: 'zip' | 'tar';
}

/** Undefined where the name says nothing. `name` may be a path. */
export function claimOf(name: string | undefined): Claim | undefined {
  const base = baseName(name ?? '');
  const format = formats.find(({ mainFiles }) => mainFiles.includes(base));
  const lower = base.toLowerCase();
  return (
    format ??
    foreignFormats.find(({ extensions }) => extensions.some((extension) => lower.endsWith(extension)))
  );
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
