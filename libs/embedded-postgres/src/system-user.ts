import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';

/** Whom PostgreSQL runs as, in the form that `spawn` takes; empty for the user that we are. */
export type SystemUser =
  { readonly uid: number; readonly gid: number } | { readonly uid?: undefined; readonly gid?: undefined };

const nobody = { uid: 65534, gid: 65534 };

/**
 * PostgreSQL refuses to run as root. As root it runs as the owner of the data, which another user may
 * have begun, and for new data as `nobody`.
 */
export function userFor(dataDir: string): SystemUser {
  if (process.getuid?.() !== 0) return {};
  const owner = statSync(join(dataDir, 'PG_VERSION'), { throwIfNoEntry: false });
  return owner === undefined || owner.uid === 0 ? nobody : { uid: owner.uid, gid: owner.gid };
}

/** May `user` look into the folder, or is it somewhere like below /root? */
export function canEnter(user: SystemUser, folder: string): boolean {
  return user.uid === undefined || spawnSync('test', ['-x', folder], user).status === 0;
}
