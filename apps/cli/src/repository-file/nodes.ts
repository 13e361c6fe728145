import { isScalar } from 'yaml';

/** Says what is wrong, and where. @throws UsageError. */
export type Refuse = (offset: number, what: string) => never;

/** Undefined for lists, maps and aliases. */
export function valueOf(node: unknown): unknown {
  return isScalar(node) ? node.value : undefined;
}

export function offsetOf(node: unknown): number {
  return (node as { readonly range?: readonly [number, number, number] | null } | null)?.range?.[0] ?? 0;
}
