import { randomUUID } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { errorCode } from '../error-code';

/** The socket in a folder on which its process, and nobody else, listens for as long as it lives. */
const sign = 'alive';

/** Longest path of a socket on every system that we run on. */
const longestSocketPath = 100;

/** `unknown`: of another machine, of an earlier start of this one, or on a file system without sockets. */
export type Fate = 'alive' | 'dead' | 'unknown';

/**
 * A folder that belongs to one process, so that others can tell at once when that one is dead. A process id
 * would not do: services in containers share folders but not ids. A socket does: the kernel ends it with the
 * process, however that dies, and answers for it across containers. Which kernel, the folder's name says.
 */
export class ProcessFolder {
  private constructor(
    readonly path: string,
    private readonly server: Server | undefined,
    private readonly fd: number,
  ) {}

  /** It gets its name only once its process listens: before, nobody may ask. */
  static async make(parent: string): Promise<ProcessFolder> {
    const id = randomUUID();
    const unnamed = join(parent, `${id}.new`);
    await mkdir(unnamed);
    const fd = openSync(unnamed, 'r');
    let server: Server | undefined;
    try {
      server = await listen(await socketPath(unnamed, fd));
      const path = join(parent, `${await machine()}.${id}`);
      await rename(unnamed, path);
      return new ProcessFolder(path, server, fd);
    } catch (error) {
      server?.close();
      closeSync(fd);
      throw error;
    }
  }

  /** Removes the folder and all that is in it. */
  async close(): Promise<void> {
    const { server } = this;
    if (server) await new Promise((resolve) => server.close(resolve));
    closeSync(this.fd);
    await rm(this.path, { recursive: true, force: true });
  }
}

/** What has become of the process that made a folder. */
export async function fateOf(folder: string): Promise<Fate> {
  if (!basename(folder).startsWith(`${await machine()}.`)) return 'unknown';
  let fd: number | undefined;
  try {
    fd = openSync(folder, 'r');
    const path = await socketPath(folder, fd);
    return path === undefined ? 'unknown' : await ask(path);
  } catch {
    return 'unknown'; // Another sweep has been quicker, or the folder is closed to us.
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function ask(path: string): Promise<Fate> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve('alive');
    });
    socket.once('error', (error) => {
      resolve(errorCode(error) === 'ECONNREFUSED' ? 'dead' : 'unknown');
    });
  });
}

/** Resolves to nothing where the file system knows no sockets. */
function listen(path: string | undefined): Promise<Server | undefined> {
  if (path === undefined) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen(path, () => {
      resolve(server);
    });
  });
}

/** Where Linux is, the way through the open folder, which is short however long the folder's path is. */
async function socketPath(folder: string, fd: number): Promise<string | undefined> {
  if ((await bootId()) !== undefined) return `/proc/self/fd/${fd}/${sign}`;
  const path = join(folder, sign);
  return Buffer.byteLength(path) <= longestSocketPath ? path : undefined;
}

/** The running kernel, which containers share and virtual machines do not. */
async function machine(): Promise<string> {
  return (await bootId()) ?? hostname().replace(/[^\w-]/g, '_');
}

async function bootId(): Promise<string | undefined> {
  return readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
}
