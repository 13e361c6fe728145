import { type Stream } from './terminal';

/** Milliseconds that nobody needs to be told about. */
const patienceMs = 1_000;
const intervalMs = 100;
const clearLine = '\r\u001b[K';

/** One line on a terminal that says how far something is, if it takes long; anywhere else nothing at all. */
export class Progress {
  private readonly begun: number;
  private last = 0;
  private visible = false;

  constructor(
    private readonly stream: Stream,
    private readonly now: () => number = Date.now,
  ) {
    this.begun = now();
  }

  /** `what` is ours, and nothing that came from elsewhere. */
  update(what: string, done: number, total: number): void {
    const time = this.now();
    if (!this.stream.isTerminal || time - this.begun < patienceMs) return;
    if (time - this.last < intervalMs && done < total) return;
    this.last = time;
    this.visible = true;
    const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
    this.stream.write(`${clearLine}${what} ${percent}% of ${sizeText(total)}`);
  }

  /** Takes the line away, for the result to be written in its place. */
  clear(): void {
    if (this.visible) this.stream.write(clearLine);
    this.visible = false;
  }
}

/** `1.5 GB`, in powers of ten */
export function sizeText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let unit = 0;
  let amount = bytes;
  for (; amount >= 1_000 && unit < units.length - 1; unit++) amount /= 1_000;
  return `${unit === 0 ? amount : amount.toFixed(1)} ${units[unit] ?? ''}`;
}
