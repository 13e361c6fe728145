import { type NameAsked } from '../query/query';
import { similarityThreshold, similarityTo } from '../similarity';

/** Tells how like what is asked for a name is, from 0 to 1; nothing when it will not do. */
export function likenessTo(asked: NameAsked | undefined): (name: string) => number | undefined {
  if (asked === undefined) return () => 1;
  if (asked.kind === 'is') return (name) => (asked.name === name ? 1 : undefined);
  const alikeTo = similarityTo(asked.name);
  return (name) => {
    const alike = alikeTo(name);
    return alike >= similarityThreshold ? alike : undefined;
  };
}

/** Is a signature under this key one that is asked for? */
export function keyFits(asked: NameAsked | undefined, key: string): boolean {
  return likenessTo(asked)(key) !== undefined;
}
