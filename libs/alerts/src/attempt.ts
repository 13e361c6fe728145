/** What came of one try. */
export type AttemptOutcome =
  | 'delivered'
  /** Another status than 2xx. */
  | 'rejected'
  /** 410: the receiver does not want to hear any more. */
  | 'gone'
  /** A redirection, which is not followed. */
  | 'redirected'
  | 'timeout'
  /** No connection, or one that broke. */
  | 'unreachable'
  /** Its address may not be sent to. */
  | 'forbidden';

/** One try to send an alert. */
export interface Attempt {
  readonly at: Date;
  readonly outcome: AttemptOutcome;
  /** How long it took, in milliseconds. */
  readonly ms: number;
  /** Of the answer, by HTTP or SMTP; null where there was none. */
  readonly status: number | null;
  /** How the answer begins, or what went wrong. */
  readonly excerpt: string;
  /** Milliseconds for which the receiver asked to be left alone. */
  readonly retryAfterMs?: number;
  /** The host is to blame: others who want something of it would fare no better. */
  readonly hostDown: boolean;
}

/** What the status of an answer by HTTP means. */
export function outcomeOfStatus(status: number): AttemptOutcome {
  if (status >= 200 && status < 300) return 'delivered';
  if (status >= 300 && status < 400) return 'redirected';
  return status === 410 ? 'gone' : 'rejected';
}

/** Whether an answer by HTTP says that the host, and not what it was sent, is to blame. */
export function isHostDown(status: number): boolean {
  return status === 429 || status >= 500;
}
