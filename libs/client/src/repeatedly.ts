import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '@sigcat/problems';
import { type Answer, SilenceError } from './exchange';

/** How often, and how soon, a call is tried again that changes nothing. */
export interface RetryPolicy {
  /** Tries after the first one. */
  readonly retries: number;
  /** Milliseconds at most before the second try; twice as many before each one after it. */
  readonly firstDelayMs: number;
  /** Milliseconds at most before any try. */
  readonly longestDelayMs: number;
  /** Milliseconds that a server may ask for in `Retry-After`; if it asks for more, its answer stands. */
  readonly longestRetryAfterMs: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  retries: 3,
  firstDelayMs: 200,
  longestDelayMs: 5_000,
  longestRetryAfterMs: 30_000,
};

/**
 * Tries again what could not be had: no connection, one that broke, or an answer that says "not now". What the last
 * try came to is what came of all; so is silence, which has been waited for long enough. Between tries it waits, and
 * not all clients equally long, or they would all come back at once.
 * @throws what `attempt` throws, and the reason of `signal`
 */
export async function repeatedly(
  attempt: () => Promise<Answer>,
  policy: RetryPolicy,
  signal?: AbortSignal,
): Promise<Answer> {
  for (let retry = 1; ; retry++) {
    const isLast = retry > policy.retries;
    try {
      const answer = await attempt();
      if (isLast || !isNotNow(answer)) return answer;
      const retryAfterMs = answer.retryAfterMs ?? 0;
      if (retryAfterMs > policy.longestRetryAfterMs) return answer;
      await pause(delayMs(retry, policy) + retryAfterMs, signal);
    } catch (error) {
      if (isLast || !isBroken(error)) throw error;
      await pause(delayMs(retry, policy), signal);
    }
  }
}

/** Too many requests, and what servers and gateways say who cannot serve at the moment. */
function isNotNow({ status }: Answer): boolean {
  return status === 429 || status === 502 || status === 503 || status === 504;
}

function isBroken(error: unknown): boolean {
  if (!(error instanceof Problem) || error.cause instanceof SilenceError) return false;
  return error.code === 'server-unreachable' || error.code === 'upload-incomplete';
}

/** Milliseconds to wait before a retry, which count from 1: any number up to a bound that doubles. */
export function delayMs(
  retry: number,
  { firstDelayMs, longestDelayMs }: RetryPolicy,
  random: () => number = Math.random,
): number {
  return random() * Math.min(longestDelayMs, firstDelayMs * 2 ** (retry - 1));
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await wait(ms, undefined, signal && { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
