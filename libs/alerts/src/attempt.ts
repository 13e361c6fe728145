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
