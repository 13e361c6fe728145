/** Is it what approvals are bound to, as reports have it? */
export function isFingerprint(text: string): boolean {
  return /^[0-9a-f]{16}$/.test(text);
}
