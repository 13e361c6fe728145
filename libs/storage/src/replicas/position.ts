/** How far PostgreSQL has written its log, or replayed another one's: a byte's place in it. */
export type Position = bigint;

/**
 * Reads what PostgreSQL prints of a `pg_lsn`: two hexadecimal halves of 32 bits, such as `16/B374D848`. Undefined for
 * what is none.
 */
export function parsePosition(text: string): Position | undefined {
  const [, high, low] = /^([0-9a-f]{1,8})\/([0-9a-f]{1,8})$/i.exec(text) ?? [];
  return high === undefined || low === undefined
    ? undefined
    : (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}
