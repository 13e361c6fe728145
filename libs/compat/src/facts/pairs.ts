import { firstByName } from './by-name';

/** What has one name on both sides, or has got another one. */
export interface Pair<T> {
  readonly before: T;
  readonly after: T;
}

/** Two collections with names, put side by side. */
export interface Pairs<T> {
  readonly both: readonly Pair<T>[];
  readonly renamed: readonly Pair<T>[];
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
  const old = firstByName(before, nameOf);
  const new_ = firstByName(after, nameOf);
  const both: Pair<T>[] = [];
  const removed: T[] = [];
  const added: T[] = [];
  old.forEach((item, name) => {
    const other = new_.get(name);
    if (other === undefined) removed.push(item);
    else both.push({ before: item, after: other });
  });
  new_.forEach((item, name) => {
    if (!old.has(name)) added.push(item);
  });
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
): Pair<T>[] | undefined {
  if (before.length !== after.length) return undefined;
  const both: Pair<T>[] = [];
  let last: string | undefined;
  let i = 0;
  for (const item of before) {
    const name = nameOf(item);
    const other = after[i++];
    if (other === undefined || nameOf(other) !== name) return undefined;
    if (last !== undefined && last >= name) return undefined;
    both.push({ before: item, after: other });
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
  const renamed: Pair<T>[] = [];
  const moved = new Set<T>();
  gone.forEach(({ item: before, alone }, form) => {
    const other = come.get(form);
    if (!alone || other?.alone !== true) return;
    renamed.push({ before, after: other.item });
    moved.add(before).add(other.item);
  });
  const stayed = (item: T): boolean => !moved.has(item);
  return { renamed, removed: removed.filter(stayed), added: added.filter(stayed) };
}

/** The first of each form, and whether it is the only one. */
interface Formed<T> {
  readonly item: T;
  alone: boolean;
}

function byForm<T>(items: readonly T[], formOf: (item: T) => string): Map<string, Formed<T>> {
  const map = new Map<string, Formed<T>>();
  for (const item of items) {
    const form = formOf(item);
    const known = map.get(form);
    if (known === undefined) map.set(form, { item, alone: true });
    else known.alone = false;
  }
  return map;
}
