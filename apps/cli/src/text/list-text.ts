const listed = 3;

/** `a`, `a and b`, `a, b and c`, `a, b, c and 4 more` */
export function listText(items: readonly string[]): string {
  const parts =
    items.length <= listed + 1 ? items : [...items.slice(0, listed), `${items.length - listed} more`];
  return parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}
