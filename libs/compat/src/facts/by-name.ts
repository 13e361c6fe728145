import { type TensorSpec } from '@sigcat/core';

export function tensorsByName(specs: readonly TensorSpec[]): Map<string, TensorSpec> {
  return firstByName(specs, ({ name }) => name);
}

/** Of equal names the first counts. */
export function firstByName<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T> {
  const map = new Map<string, T>();
  for (const item of items) {
    const name = nameOf(item);
    if (!map.has(name)) map.set(name, item);
  }
  return map;
}
