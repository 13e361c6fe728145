import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';

/** A Sigcat in a process of its own. */
export interface Server {
  readonly url: string;
  /** Ends the process, and removes what it kept elsewhere than it was told to. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts Sigcat on a free port and waits until it listens.
 * @throws Error with what it printed.
 */
export async function startServer(main: string, dataDir: string, signal: AbortSignal): Promise<Server> {
  const child = spawn(process.execPath, [main], {
    env: {
      ...withoutSettings(process.env),
      SIGCAT_DATA_DIR: dataDir,
      SIGCAT_PORT: '0',
      SIGCAT_ALERT_NETWORKS: '127.0.0.0/8',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C goes to the whole group: it is for the demo alone to stop what it has started.
    detached: true,
  });
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  try {
    const printed = await untilListening(child, signal);
    const url = /listens on (\S+)/.exec(printed)?.[1] ?? '';
    const postgres = /data in (.+)/.exec(printed)?.[1];
    return {
      url,
      stop: async () => {
        await stop();
        // For root it may have had to be a folder that others can look into.
        if (postgres !== undefined) rmSync(postgres, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith('SIGCAT_') && name !== 'DATABASE_URL'),
  );
}

/** Resolves to what a Sigcat printed once it listens. */
function untilListening(child: ChildProcess, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const hear = (chunk: Buffer): void => {
      printed += chunk.toString();
      if (printed.includes('Ctrl-C stops it')) resolve(printed);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => {
      reject(new Error(`Sigcat did not start:\n${printed}`));
    });
    signal.addEventListener('abort', () => {
      reject(new Error('stopped'));
    });
  });
}
