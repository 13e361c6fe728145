/** When a delivery that failed is attempted again. */
export interface RetryPolicy {
  /** Attempts in all. */
  readonly attempts: number;
  /** Milliseconds after the first one; each later wait is three times as long. */
  readonly firstMs: number;
  /** Milliseconds that a wait is at most. */
  readonly mostMs: number;
}

const factor = 3;
/** A wait is shorter or longer by up to this part of it, so that not all come back at once. */
const jitter = 0.2;

/**
 * Milliseconds until the next attempt; nothing where the last one has been made.
 * @param made attempts so far
 * @param random from 0 to 1
 * @param asked milliseconds for which the receiver asked to be left alone
 */
export function retryDelay(
  { attempts, firstMs, mostMs }: RetryPolicy,
  made: number,
  random: number,
  asked = 0,
): number | undefined {
  if (made >= attempts) return undefined;
  const wait = Math.min(firstMs * factor ** (made - 1), mostMs);
  const spread = wait * (1 + jitter * (2 * random - 1));
  return Math.round(Math.max(spread, Math.min(asked, mostMs)));
}

/** Milliseconds that a `Retry-After` asks for: seconds, or a date. RFC 9110, section 10.2.3. */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000;
  const date = /^\w{3}, /.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
