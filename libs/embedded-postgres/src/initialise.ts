import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Binaries } from './binaries';
import { type DataDirectory } from './data-directory';
import { type SystemUser } from './system-user';

/** Who owns the databases; a superuser. */
export const superuser = 'postgres';

/** Beside PostgreSQL's own files, readable by their owner only. */
const passwordFile = 'sigcat-password';

/** The superuser's password: on a machine with other users, 127.0.0.1 is open to all of them. */
export function readPassword(dir: string): string {
  return readFileSync(join(dir, passwordFile), 'utf8').trim();
}

/**
 * Makes a new cluster in `dir`, which is not there yet or empty. It is made aside and renamed, so that
 * being killed on the way leaves no half of one.
 */
export function initialise(binaries: Binaries, { dir, user }: DataDirectory, durable: boolean): void {
  const aside = mkdtempSync(`${dir}.new-`);
  try {
    if (user.uid !== undefined) chownSync(aside, user.uid, user.gid);
    const passwordAside = `${aside}.password`;
    try {
      writeForUser(passwordAside, `${randomBytes(24).toString('hex')}\n`, user);
      runInitdb(binaries, aside, passwordAside, user, durable);
      renameSync(passwordAside, join(aside, passwordFile));
    } finally {
      rmSync(passwordAside, { force: true });
    }
    renameSync(aside, dir);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function runInitdb(
  { initdb }: Binaries,
  dir: string,
  pwfile: string,
  user: SystemUser,
  durable: boolean,
): void {
  // PostgreSQL's own C.UTF-8 orders text alike on every system. The system's locale still decides what
  // pg_trgm takes for a letter; there, plain C knows ASCII only, but not every system has C.UTF-8.
  let failure = '';
  for (const locale of ['C.UTF-8', 'C']) {
    const { status, error, stderr } = spawnSync(
      initdb,
      [
        ...['-D', dir, '-U', superuser, '--pwfile', pwfile, '--auth', 'scram-sha-256', '--encoding', 'UTF8'],
        ...['--locale', locale, '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
        '--no-instructions',
        ...(durable ? [] : ['--no-sync']),
      ],
      { ...user, encoding: 'utf8', cwd: dir },
    );
    if (status === 0) return;
    failure ||= error?.message ?? stderr.trim();
  }
  throw new Error(`initdb failed in ${dir}: ${failure}`);
}

function writeForUser(path: string, text: string, user: SystemUser): void {
  writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
  chmodSync(path, 0o600);
  if (user.uid !== undefined) chownSync(path, user.uid, user.gid);
}
