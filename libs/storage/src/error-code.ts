/**
 * The code that Node, PostgreSQL or Prisma give an error, such as `ENOENT` or `40001`. It is asked for without
 * `instanceof`, which fails on errors of another realm: Node's own, wherever code runs in a sandbox.
 */
export function errorCode(error: unknown): string | undefined {
  return textMember(error, 'code');
}

/** A member of an error that is a text, if it has one. */
export function textMember(error: unknown, name: string): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : undefined;
}
