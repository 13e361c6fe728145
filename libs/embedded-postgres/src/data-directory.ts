import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { canEnter, userFor, type SystemUser } from './system-user';
import { temporaryFolder } from './temporary-folder';

/** Where the data really is, and whom PostgreSQL runs as there. */
export interface DataDirectory {
  readonly dir: string;
  readonly user: SystemUser;
}

/** Settles on `dir`, or on a place in the temporary folder when PostgreSQL could not look into that one. */
export function placeData(dir: string): DataDirectory {
  const wanted = resolve(dir);
  const user = userFor(wanted);
  mkdirSync(dirname(wanted), { recursive: true });
  if (canEnter(user, dirname(wanted))) return { dir: wanted, user };

  const hash = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  const moved = join(temporaryFolder(), `sigcat-data-${basename(wanted)}-${hash}`);
  // Everybody may write into a temporary folder: use only what we put there ourselves.
  const stats = lstatSync(moved, { throwIfNoEntry: false });
  if (stats !== undefined && (!stats.isDirectory() || stats.uid !== user.uid)) {
    throw new Error(`${moved} should hold the data of PostgreSQL, but somebody else made it; remove it`);
  }
  return { dir: moved, user };
}

/**
 * Is there data in `dir`, from an earlier start?
 * @throws Error when there is something else
 */
export function hasData(dir: string): boolean {
  if (existsSync(join(dir, 'PG_VERSION'))) return true;
  if (existsSync(dir) && readdirSync(dir).length > 0) {
    throw new Error(`${dir} has files in it, but they are no data of PostgreSQL; choose another folder`);
  }
  return false;
}

/**
 * Makes sure that this PostgreSQL can use the data in `dir`.
 * @throws Error when it is of another major version or of another user
 */
export function checkData({ dir, user }: DataDirectory, major: number): void {
  const found = readFileSync(join(dir, 'PG_VERSION'), 'utf8').trim();
  if (found !== String(major)) {
    throw new Error(
      `the data in ${dir} is of PostgreSQL ${found}, but this is PostgreSQL ${major}, which cannot read it. ` +
        `Dump it with the old version and load it into a new folder, or remove the folder`,
    );
  }
  const uid = user.uid ?? process.getuid?.();
  const owner = statSync(dir).uid;
  if (uid !== undefined && owner !== uid) {
    throw new Error(`the data in ${dir} belongs to user ${owner}, but PostgreSQL would run as user ${uid}`);
  }
}
