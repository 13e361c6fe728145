/** Two collections with names, put side by side. */
export interface Pairs<T> {
  readonly both: readonly (readonly [before: T, after: T])[];
  readonly renamed: readonly (readonly [before: T, after: T])[];
  readonly removed: readonly T[];
  readonly added: readonly T[];
}

/**
 * Pairs what has the same name. What is left over is a rename where exactly one that went and one that came
 * have the same form; with more candidates than that, nothing is guessed. Of equal names the first counts.
 */
export function pair<T>(
  before: readonly T[],
  after: readonly T[],
  nameOf: (item: T) => string,
  formOf?: (item: T) => string,
): Pairs<T> {
  const inStep = pairInStep(before, after, nameOf);
  if (inStep !== undefined) return { both: inStep, renamed: [], removed: [], added: [] };
  const old = byName(before, nameOf);
  const new_ = byName(after, nameOf);
  const both: [T, T][] = [];
  const removed: T[] = [];
  for (const [name, item] of old) {
    const other = new_.get(name);
    if (other === undefined) removed.push(item);
    else both.push([item, other]);
  }
  const added = [...new_].filter(([name]) => !old.has(name)).map(([, item]) => item);
  if (formOf === undefined || removed.length === 0 || added.length === 0) {
    return { both, renamed: [], removed, added };
  }
  return { both, ...withoutRenamed(removed, added, formOf) };
}

/** The quick way for what is nearly always so: the same names on both sides, sorted, each once. */
function pairInStep<T>(
  before: readonly T[],
  after: readonly T[],
  nameOf: (item: T) => string,
): [T, T][] | undefined {
  if (before.length !== after.length) return undefined;
  const both: [T, T][] = [];
  let last: string | undefined;
  for (const [i, item] of before.entries()) {
    const name = nameOf(item);
    const other = after[i];
    if (other === undefined || nameOf(other) !== name) return undefined;
    if (last !== undefined && last >= name) return undefined;
    both.push([item, other]);
    last = name;
  }
  return both;
}

function withoutRenamed<T>(
  removed: readonly T[],
  added: readonly T[],
  formOf: (item: T) => string,
): Omit<Pairs<T>, 'both'> {
  const gone = byForm(removed, formOf);
  const come = byForm(added, formOf);
  const renamed: [T, T][] = [];
  for (const [form, [before, ...others]] of gone) {
    const [after, ...otherCandidates] = come.get(form) ?? [];
    if (before === undefined || after === undefined) continue;
    if (others.length === 0 && otherCandidates.length === 0) renamed.push([before, after]);
  }
  const moved = new Set(renamed.flat());
  return {
    renamed,
    removed: removed.filter((item) => !moved.has(item)),
    added: added.filter((item) => !moved.has(item)),
  };
}

function byName<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T> {
  const map = new Map<string, T>();
  for (const item of items) {
    const name = nameOf(item);
    if (!map.has(name)) map.set(name, item);
  }
  return map;
}

function byForm<T>(items: readonly T[], formOf: (item: T) => string): Map<string, T[]> {
  const map = new Map<string, T[]>();
  for (const item of items) {
    const form = formOf(item);
    const group = map.get(form);
    if (group === undefined) map.set(form, [item]);
    else group.push(item);
  }
  return map;
}
