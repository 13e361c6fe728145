/**
 * Of two places in a database's log, such as `16/B374D848`, the one that is further on; two answers that come at once
 * may come in any order. Undefined counts as the beginning.
 */
export function furtherOn(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return padded(one) > padded(other) ? one : other;
}

/** Hexadecimal halves of 32 bits, so that they sort as the numbers do. */
function padded(position: string): string {
  return position
    .split('/')
    .map((half) => half.toUpperCase().padStart(8, '0'))
    .join('/');
}
