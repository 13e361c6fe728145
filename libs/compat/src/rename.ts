import { type Fact } from './facts';
import { placeOf } from './place';

/**
 * What seems to have another name now: it went, something equal in all but the name came, and no other pair like
 * it was there, for where there are several nothing is guessed. It is advice, and no finding is milder for it.
 */
export interface Rename {
  readonly subject: 'signature' | 'input' | 'output';
  /** JSON pointer to what has gone. */
  readonly path: string;
  readonly from: string;
  readonly to: string;
}

export function renamesAmong(facts: readonly Fact[]): Rename[] {
  const renames: Rename[] = [];
  for (const fact of facts) {
    if (fact.aspect !== 'name') continue;
    const { subject } = fact;
    const { path } = placeOf(fact);
    const [from, to] =
      subject === 'signature' ? [fact.key, fact.newKey] : [fact.before.name, fact.after.name];
    renames.push({ subject, path, from, to });
  }
  return renames;
}
