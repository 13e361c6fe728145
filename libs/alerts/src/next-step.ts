import { type Attempt } from './attempt';
import { retryDelay, type RetryPolicy } from './retry';

/** What is to come after an attempt. */
export type NextStep =
  | { readonly state: 'delivered' }
  /** The last attempt has failed. */
  | { readonly state: 'dead' }
  | { readonly state: 'pending'; readonly retryMs: number }
  /** Nothing more is to be sent, and what waits is kept. */
  | { readonly state: 'pending'; readonly disable: string };

export interface DeliveryPolicy {
  readonly retries: RetryPolicy;
  /** Milliseconds without a success after which nothing more is sent. */
  readonly disableAfterMs: number;
}

/** What is known of a delivery besides its last attempt. */
export interface Past {
  /** Attempts that failed before this one. */
  readonly tries: number;
  /** Since when no attempt of the subscription has succeeded. */
  readonly failingSince: Date | null;
}

/** @param random from 0 to 1 */
export function nextStep(
  attempt: Attempt,
  { tries, failingSince }: Past,
  { retries, disableAfterMs }: DeliveryPolicy,
  random: number,
): NextStep {
  if (attempt.outcome === 'delivered') return { state: 'delivered' };
  if (attempt.outcome === 'gone')
    return { state: 'pending', disable: 'the receiver says 410, that it is gone' };
  if (failingSince && attempt.at.getTime() - failingSince.getTime() >= disableAfterMs) {
    return { state: 'pending', disable: `no attempt has succeeded since ${failingSince.toISOString()}` };
  }
  const retryMs = retryDelay(retries, tries + 1, random, attempt.retryAfterMs);
  return retryMs === undefined ? { state: 'dead' } : { state: 'pending', retryMs };
}
