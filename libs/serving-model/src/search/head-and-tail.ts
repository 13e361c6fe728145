/** The first item, if there is one, and an iterable of the others, which are made as they are asked for. */
export function headAndTail<T>(items: Iterable<T>): readonly [head: T | undefined, tail: Iterable<T>] {
  const iterator = items[Symbol.iterator]();
  const next = iterator.next();
  return [next.done === true ? undefined : next.value, { [Symbol.iterator]: () => iterator }];
}
