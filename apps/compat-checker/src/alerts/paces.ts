import { LRUCache } from 'lru-cache';

const hostsKept = 10_000;
/** How much of what is known of a host is how long its last attempt took. */
const weight = 0.1;
/** Milliseconds that what is taken for a host, and waits for its turn, is to take. */
const aheadMs = 150;
/** Rounds of attempts that are taken of a host that is not known yet, and of the quickest. */
const roundsAtFirst = 4;
const mostRounds = 32;

/** How quick hosts are. Of those that are, much is taken at once: to ask for it bit by bit would take longer than to send it. */
export class Paces {
  private readonly average = new LRUCache<string, number>({ max: hostsKept });

  took(host: string, ms: number): void {
    const before = this.average.get(host) ?? ms;
    this.average.set(host, before + (ms - before) * weight);
  }

  /** How many attempts to take for each that is under way. */
  rounds(host?: string): number {
    const ms = host === undefined ? undefined : this.average.get(host);
    if (ms === undefined) return roundsAtFirst;
    return Math.max(1, Math.min(mostRounds, Math.round(aheadMs / ms)));
  }
}
