import { type TagSet, tagSetText } from '@sigcat/core';
import { type Fact, type SignaturePair } from './facts';
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
    case 'signature': {
      if ('signatures' in fact) return within(fact.signatures, pointer(...signatureProperty(fact)));
      const { tagSet, key } = fact;
      return { tagSet, signatureKey: key, path: pointer(tagSetText(tagSet), key) };
    }
    case 'input':
    case 'output': {
      const tensor = pointer(`${fact.subject}s`, fact.name);
      return within(fact.signatures, tensor + pointer(...tensorProperty(fact)));
    }
  }
}

function within({ path, tagSet, key }: SignaturePair, rest: string): Place {
  return { tagSet, signatureKey: key, path: path + rest };
}

function signatureProperty({ aspect }: Extract<Fact, { readonly subject: 'signature' }>): readonly string[] {
  switch (aspect) {
    case 'presence':
    case 'name':
    case 'examples':
    case 'classify-api':
    case 'regress-api':
      return [];
    case 'method-name':
      return ['method_name'];
    case 'dim-equality':
      return ['dim_equalities'];
  }
}

function tensorProperty(fact: Extract<Fact, { readonly name: string }>): readonly (string | number)[] {
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
