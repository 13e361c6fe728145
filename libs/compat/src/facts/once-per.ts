/**
 * The same function, which computes its answer once for each thing it is asked about. A signature has thousands of
 * tensors and a comparison as many facts: what is asked for each fact must not look at each tensor.
 */
export function oncePer<K extends object, V>(compute: (of: K) => V): (of: K) => V {
  const known = new WeakMap<K, { readonly answer: V }>();
  return (of) => {
    let found = known.get(of);
    if (found === undefined) {
      found = { answer: compute(of) };
      known.set(of, found);
    }
    return found.answer;
  };
}
