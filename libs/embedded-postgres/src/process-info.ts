import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What the system says of a process. */
export interface ProcessInfo {
  readonly parent: number;
  /** Program and arguments; where the system gives a line only, cut at its spaces. */
  readonly command: readonly string[];
}

/** Looks up a running process; undefined when there is none, or none that we may look at. */
export function processInfo(pid: number): ProcessInfo | undefined {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

/** Is there such a process? One that ended and was not yet waited for by its parent counts as gone. */
export function isRunning(pid: number): boolean {
  const info = processInfo(pid);
  return info !== undefined && info.command.length > 0;
}

function fromProc(pid: number): ProcessInfo | undefined {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
    const parent = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return { parent: Number(parent), command };
  } catch {
    return undefined;
  }
}

function fromPs(pid: number): ProcessInfo | undefined {
  const { stdout } = spawnSync('ps', ['-ww', '-o', 'ppid=,command=', '-p', String(pid)], {
    encoding: 'utf8',
  });
  const [parent, ...command] = stdout.trim().split(/\s+/);
  return parent === undefined || parent === '' ? undefined : { parent: Number(parent), command };
}
