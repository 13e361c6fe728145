import {
  printDim,
  printShape,
  printSignature,
  printTensor,
  printType,
  quoteName,
  type Signature,
  signatureOf,
} from '@sigcat/core';
import { type Axis, type Fact } from './facts';
import { printDefault, printTagSet } from './notation/print';

/** Both sides of a fact in the notation; null where there is nothing. */
export interface Texts {
  readonly before: string | null;
  readonly after: string | null;
}

export function textsOf(fact: Fact): Texts {
  switch (fact.aspect) {
    case 'format':
      return both(fact, quoteName);
    case 'method-name':
      return both(fact.signatures, ({ methodName }) => quoteName(methodName));
    case 'presence':
      return oneSided(fact.change, subjectText(fact));
    case 'classify-api':
    case 'regress-api':
      // All that decides it, so that an approval of one cause is none of another.
      return both(fact.signatures, ({ key, signature }) => signatureText(key, signature));
    case 'dim-equality':
      return oneSided(fact.change, printAxes(fact.axes));
    case 'name':
      if (fact.subject !== 'signature') return both(fact, printTensor);
      return {
        before: signatureText(fact.key, fact.before),
        after: signatureText(fact.newKey, fact.after),
      };
    case 'optionality':
    case 'examples':
      return both(fact, printTensor);
    case 'default':
      return both(fact, (value) => (value === undefined ? null : printDefault(value)));
    case 'dtype':
      return { before: fact.before, after: fact.after };
    case 'rank':
      return both(fact, printShape);
    case 'dim':
      return both(fact, printDim);
    case 'encoding':
      return both(fact, printType);
  }
}

/** `ids[0] = mask[0] = output logits[0]` */
export function printAxes(axes: readonly Axis[]): string {
  return axes
    .map(({ role, name, axis }) => `${role === 'output' ? 'output ' : ''}${quoteName(name)}[${axis}]`)
    .join(' = ');
}

function oneSided(change: 'added' | 'removed', text: string): Texts {
  return change === 'added' ? { before: null, after: text } : { before: text, after: null };
}

function subjectText(fact: Extract<Fact, { readonly aspect: 'presence' }>): string {
  switch (fact.subject) {
    case 'tag-set':
      return printTagSet(fact.tagSet);
    case 'signature':
      return signatureText(fact.key, fact.signature);
    case 'input':
    case 'output':
      return printTensor(fact.spec);
  }
}

function both<T>(sides: { readonly before: T; readonly after: T }, print: (side: T) => string | null): Texts {
  return { before: print(sides.before), after: print(sides.after) };
}

/** In the order of names, whatever the order in the file. */
function signatureText(key: string, { inputs, outputs }: Signature): string {
  return printSignature(key, signatureOf(inputs, outputs));
}
