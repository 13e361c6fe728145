/** A comparison asks about two signatures, and about them the other way round. */
const remembered = 4;

/**
 * The same function, which computes its answer once for each thing that it is asked about over and over, as a comparison
 * does: a signature has thousands of tensors and a comparison as many facts, and what is asked for each fact must not look
 * at each tensor. It remembers the last few; a WeakMap of all would cost small signatures as much as comparing them.
 */
export function oncePer<K extends object, V>(compute: (of: K) => V): (of: K) => V {
  const known: { readonly of: K; readonly answer: V }[] = [];
  let next = 0;
  return (of) => {
    for (const one of known) if (one.of === of) return one.answer;
    const answer = compute(of);
    known[next] = { of, answer };
    next = (next + 1) % remembered;
    return answer;
  };
}
