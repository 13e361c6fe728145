import { type Fact, overJson } from '@sigcat/compat';
import { type ModelSignatures, tagSetText } from '@sigcat/core';
import { type Requirement } from './requirement';
import { requiredSignature } from './used-part';

/** Does a fact between the part of the baseline that is used and the candidate touch what the consumer does? */
export function concerns(requirement: Requirement, candidate: ModelSignatures): (fact: Fact) => boolean {
  const ours = tagSetText(requirement.tagSet);
  const sent = new Set(requirement.inputs.map(({ name }) => name));
  const read = new Set(requirement.outputs.map(({ name }) => name));
  const used = { input: sent, output: read };
  const json = requirement.transport !== 'tensor';
  const outputsLeft = requiredSignature(requirement, candidate)?.signature.outputs.length;

  return (fact) => {
    if (keyOf(fact, requirement.signatureKey) !== requirement.signatureKey) return false;
    switch (fact.subject) {
      case 'model':
        return true;
      case 'tag-set':
        return fact.change === 'removed' && tagSetText(fact.tagSet) === ours;
      case 'signature':
        switch (fact.aspect) {
          case 'presence':
            return fact.change === 'removed';
          case 'name':
          case 'method-name':
            return true;
          case 'dim-equality':
            return fact.axes.every(({ role, name }) => used[role].has(name));
          case 'examples':
            return sent.has(fact.before.name);
          default:
            // Of the APIs that ask for a certain structure; what is sent and read is declared tensor by tensor.
            return false;
        }
      case 'input':
        return sent.has(fact.name) ? !isAboutLeavingOut(fact) : touchesAbsent(fact);
      case 'output':
        if (read.has(fact.name) || (fact.aspect === 'presence' && fact.change === 'added')) return true;
        // One answer carries all outputs over JSON, so that one that nobody reads can spoil it.
        return json && spoilsAnswer(fact, outputsLeft);
    }
  };
}

/** Of the signature that the fact is about; `all` where it is about all of them. */
function keyOf(fact: Fact, all: string): string {
  if ('signatures' in fact) return fact.signatures.key;
  return 'key' in fact ? fact.key : all;
}

type OutputFact = Extract<Fact, { readonly name: string }>;

/** Who always sends an input does not care whether it may be left out, nor what stands in for it then. */
function isAboutLeavingOut({ aspect }: Fact): boolean {
  return aspect === 'optionality' || aspect === 'default';
}

/** Of an input that the consumer leaves out. */
function touchesAbsent(fact: Fact): boolean {
  return fact.aspect === 'presence' ? fact.change === 'added' : isAboutLeavingOut(fact);
}

function spoilsAnswer(fact: OutputFact, outputsLeft: number | undefined): boolean {
  switch (fact.aspect) {
    case 'presence':
      // The last one left is printed by itself, without its name.
      return outputsLeft === 1;
    case 'dtype':
      return fact.change === 'not-json';
    case 'encoding':
      return overJson(fact.after) === 'no';
    case 'dim':
      // Rows are what all outputs have in common.
      return fact.axis === 0;
    default:
      return false;
  }
}
