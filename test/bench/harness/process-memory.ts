import { readFileSync, writeFileSync } from 'node:fs';
import { megabyte } from './statistics';

/** Resident memory of a process now and at most, in bytes. Linux tells it; NaN elsewhere. */
export interface ResidentMemory {
  readonly now: number;
  readonly peak: number;
}

export function residentMemory(pid: number | 'self'): ResidentMemory {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const read = (name: string): number =>
      Number(new RegExp(`^${name}:\\s*(\\d+) kB$`, 'm').exec(status)?.[1] ?? NaN) * 1_024;
    return { now: read('VmRSS'), peak: read('VmHWM') };
  } catch {
    return { now: NaN, peak: NaN };
  }
}

/** Has the peak counted from now on. */
export function forgetPeak(pid: number | 'self'): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // Not Linux, or not ours: the peak is the one since the start then.
  }
}

export function inMegabytes(bytes: number): number {
  return bytes / megabyte;
}
