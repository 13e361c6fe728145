import { dtypeChange } from './changes';
import { type Fact, type SignaturePair } from './fact';
import { oncePer } from './once-per';

/** The same change with baseline and candidate swapped: what undoing it changes. */
export function mirror(fact: Fact): Fact {
  switch (fact.aspect) {
    case 'presence':
      return 'signatures' in fact
        ? { ...fact, change: undone[fact.change], signatures: swapped(fact.signatures) }
        : { ...fact, change: undone[fact.change] };
    case 'format':
      return { ...fact, before: fact.after, after: fact.before };
    case 'name':
      if (fact.subject === 'signature') {
        return { ...fact, key: fact.newKey, newKey: fact.key, before: fact.after, after: fact.before };
      }
      return { ...sidesSwapped(fact), name: fact.after.name };
    case 'method-name':
      return { ...fact, signatures: swapped(fact.signatures) };
    case 'classify-api':
    case 'regress-api':
    case 'dim-equality':
      return { ...fact, change: undone[fact.change], signatures: swapped(fact.signatures) };
    case 'examples':
    case 'default':
    case 'encoding':
      return sidesSwapped(fact);
    case 'dtype':
      return { ...sidesSwapped(fact), change: dtypeChange(fact.after, fact.before) ?? fact.change };
    // One by one, for each has changes of its own.
    case 'optionality':
      return { ...sidesSwapped(fact), change: undone[fact.change] };
    case 'rank':
      return { ...sidesSwapped(fact), change: undone[fact.change] };
    case 'dim':
      return { ...sidesSwapped(fact), change: undone[fact.change] };
  }
}

const undone = {
  added: 'removed',
  removed: 'added',
  relaxed: 'restricted',
  restricted: 'relaxed',
  changed: 'changed',
} as const;

type TwoSided<F> = F extends { readonly signatures: SignaturePair; readonly before: unknown } ? F : never;

function sidesSwapped<F extends TwoSided<Fact>>(fact: F): F {
  return { ...fact, signatures: swapped(fact.signatures), before: fact.after, after: fact.before };
}

/** One object for one pair, so that what is computed of it is computed once. */
export const swapped = oncePer(({ path, tagSet, key, before, after }: SignaturePair): SignaturePair => ({
  path,
  tagSet,
  key,
  before: after,
  after: before,
}));
