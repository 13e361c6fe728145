import { hash } from 'node:crypto';

/**
 * The entity tag of a body in JSON. It is a weak one: the body may travel compressed or not, and is the same to
 * whoever reads it.
 */
export function entityTagOf(body: string): string {
  return `W/"${hash('sha1', body, 'base64url')}"`;
}

/** Whether a header `If-None-Match` names the tag, by the weak comparison of RFC 9110, section 13.1.2. */
export function isNamed(tag: string, header: string | undefined): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  const named: readonly string[] = header.match(/"[^"]*"/g) ?? [];
  return named.includes(tag.replace(/^W\//, ''));
}
