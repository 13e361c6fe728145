/**
 * How an upload ended, as its client saw it. `created` and `existing` are acknowledgements; after `lost` (the
 * connection broke once all was sent) and `unavailable` (503) there may be a version or not; after the others there
 * must be none.
 */
export type Outcome =
  | { readonly kind: 'created' | 'existing'; readonly number: number }
  | { readonly kind: 'lost' | 'unavailable' | 'refused' | 'aborted' };

/** What was sent. */
export interface Sent {
  readonly model: string;
  /** `sha-256:` and hexadecimal digits, of all the bytes. */
  readonly digest: string;
}

export type Attempt = Sent & Outcome;

/** All that the clients of one run know. */
export class Ledger {
  private readonly attempts: Attempt[] = [];
  /** What went wrong before the eyes of a client. */
  readonly complaints: string[] = [];

  add(attempt: Attempt): void {
    this.attempts.push(attempt);
  }

  get all(): readonly Attempt[] {
    return this.attempts;
  }

  /** How many attempts had each outcome. */
  counts(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { kind } of this.attempts) counts[kind] = (counts[kind] ?? 0) + 1;
    return counts;
  }

  /** May the bytes have got into the store without a version? */
  isUndecided(digest: string): boolean {
    return this.attempts.some((one) => one.digest === digest && mayBeVersion(one) && !isAcknowledged(one));
  }
}

export function isAcknowledged(attempt: Attempt): attempt is Attempt & { readonly number: number } {
  return attempt.kind === 'created' || attempt.kind === 'existing';
}

/** May the attempt have made a version of its own? */
export function mayBeVersion({ kind }: Attempt): boolean {
  return kind === 'created' || kind === 'lost' || kind === 'unavailable';
}
