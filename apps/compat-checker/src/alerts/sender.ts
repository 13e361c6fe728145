import { type Attempt, type Message } from '@sigcat/alerts';

/** What is sent to one subscriber. */
export interface Outgoing {
  /** The same in each attempt. */
  readonly id: string;
  /** The id of the catalogue that raised it. */
  readonly catalogue: string;
  /** The address that the channel sends to. */
  readonly endpoint: string;
  readonly message: Message;
  /** To sign with, the newest first; none where nothing is signed. */
  readonly secrets: readonly string[];
}

/** One way of sending. */
export interface Sender {
  /** One try, not longer than an attempt may take; whatever comes of it is told, nothing is thrown. */
  send(outgoing: Outgoing): Promise<Attempt>;
  /** Breaks off what is under way. */
  close(): Promise<void>;
}

/** What an attempt came to, and when, and how long it took. */
export async function timed(attempt: () => Promise<Omit<Attempt, 'at' | 'ms'>>): Promise<Attempt> {
  const at = new Date();
  const came = await attempt();
  return { at, ms: Date.now() - at.getTime(), ...came };
}

/** As much of what a receiver said as is kept. */
export function excerptOf(said: Buffer, maxBytes: number): string {
  // PostgreSQL has no text with NUL.
  return said.subarray(0, maxBytes).toString().replaceAll('\0', '\u{fffd}');
}
