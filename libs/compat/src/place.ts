import { type TagSet, tagSetText } from '@sigcat/core';
import { type Fact } from './facts';
import { pointer } from './pointer';

/** Where a fact stands. */
export interface Place {
  readonly tagSet: TagSet | null;
  readonly signatureKey: string | null;
  readonly path: string;
}

export function placeOf(fact: Fact): Place {
  switch (fact.subject) {
    case 'model':
      return { tagSet: null, signatureKey: null, path: pointer() };
    case 'tag-set':
      return { tagSet: fact.tagSet, signatureKey: null, path: pointer(tagSetText(fact.tagSet)) };
    case 'signature':
      return at(fact.tagSet, fact.key, ...(fact.aspect === 'method-name' ? ['method_name'] : []));
    case 'input':
    case 'output':
      return at(
        fact.signatures.tagSet,
        fact.signatures.key,
        `${fact.subject}s`,
        fact.name,
        ...property(fact),
      );
  }
}

function at(tagSet: TagSet, key: string, ...rest: readonly (string | number)[]): Place {
  return { tagSet, signatureKey: key, path: pointer(tagSetText(tagSet), key, ...rest) };
}

function property(fact: Extract<Fact, { readonly name: string }>): readonly (string | number)[] {
  switch (fact.aspect) {
    case 'presence':
    case 'name':
      return [];
    case 'optionality':
      return ['optional'];
    case 'rank':
      return ['dims'];
    case 'dim':
      return ['dims', fact.axis];
    case 'default':
    case 'dtype':
    case 'encoding':
      return [fact.aspect];
  }
}
