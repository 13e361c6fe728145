import { type Signature } from '@sigcat/core';
import { ruleFor } from './catalogue';
import {
  anyOf,
  crossesBytesSuffix,
  type Fact,
  factsOfSuccessor,
  type Fit,
  hasFixedAnswer,
  isAlone,
  isCallableOverJson,
  isHiddenByEmptiness,
  mirror,
  servesClassify,
  servesRegress,
  type SignaturePair,
} from './facts';
import {
  type Direction,
  type Level,
  moreSerious,
  type PerDirection,
  type PerTransport,
  type Transport,
} from './level';
import { type Rule } from './rule';
import { type Settings, transportsOf } from './settings';

/** What a fact means to callers, by direction and transport. */
export type LevelTable = PerDirection<PerTransport<Level>>;

/**
 * There is one comparison, that of callers written for the baseline. Going forward, the candidate is the baseline:
 * what counts is what the same change means the other way round.
 */
export function levelsOf(fact: Fact, rule: Rule, settings: Settings): LevelTable {
  const undoing = mirror(fact);
  return {
    backward: perTransport(fact, rule, settings),
    forward: perTransport(undoing, ruleFor(undoing), settings),
  };
}

/** The level that counts: what the settings say of the rule, or the most serious one of those in question. */
export function levelOf(
  rule: string,
  table: LevelTable,
  directions: readonly Direction[],
  settings: Settings,
): Level {
  const chosen = settings.severities[rule];
  if (chosen !== undefined) return chosen;
  let level: Level = 'hidden';
  for (const direction of directions) {
    for (const transport of transportsOf(settings)) level = moreSerious(level, table[direction][transport]);
  }
  return level;
}

function perTransport(fact: Fact, rule: Rule, settings: Settings): PerTransport<Level> {
  return { tensor: limited(fact, rule, 'tensor', settings), json: limited(fact, rule, 'json', settings) };
}

/** What no single rule can say: who calls the signature this way at all, and what they see of it. */
function limited(fact: Fact, rule: Rule, transport: Transport, settings: Settings): Level {
  const level =
    (transport === 'json' && successorLevel(fact, settings)) || rule.level(fact, transport, settings);
  if (level === 'info' || level === 'hidden') return level;
  const callers = transport === 'json' ? jsonCallers(fact) : 'yes';
  if (callers === 'no') return 'info';
  return callers === 'maybe' || isOutOfSight(fact) || (transport === 'json' && isHiddenByEmptiness(fact))
    ? 'warning'
    : level;
}

/**
 * Over JSON a single output comes without its name. Another one in its place is read for the old one, so that it is judged
 * as if it had that name; a caller who asks for its name all the same finds nothing.
 */
function successorLevel(fact: Fact, settings: Settings): Level | undefined {
  if (fact.subject !== 'output' || fact.aspect !== 'presence' || !isAlone(fact)) return undefined;
  if (fact.change === 'added') return 'info';
  const { before, after } = fact.signatures;
  const [old, new_] = [before.signature.outputs[0], after.signature.outputs[0]];
  if (old && new_ && crossesBytesSuffix({ before: old, after: new_ })) return 'error';
  return factsOfSuccessor(fact.signatures)
    .map((change) => limited(change, ruleFor(change), 'json', settings))
    .reduce(moreSerious, 'warning');
}

/**
 * Nobody can have called the baseline's signature over JSON where JSON cannot carry one of its tensors, unless it fits
 * classify or regress, which do not send tensors. What becomes of tensors to callers of those is said by facts of its own.
 */
function jsonCallers(fact: Fact): Fit {
  if (fact.aspect === 'classify-api' || fact.aspect === 'regress-api') return 'yes';
  const called = calledSignature(fact);
  if (called === undefined || isCallableOverJson(called)) return 'yes';
  return fact.subject === 'signature' ? anyOf(servesClassify(called).fit, servesRegress(called).fit) : 'no';
}

function calledSignature(fact: Fact): Signature | undefined {
  if ('signatures' in fact) return fact.signatures.before.signature;
  if (fact.subject !== 'signature') return undefined;
  return fact.aspect === 'name' ? fact.before : fact.signature;
}

/** Names and shapes of outputs do not reach those who call an API that answers in a message of its own. */
function isOutOfSight(fact: Fact): boolean {
  if (fact.subject !== 'output') return false;
  const { aspect, signatures } = fact;
  return aspect !== 'dtype' && aspect !== 'encoding' && haveFixedAnswer(signatures);
}

function haveFixedAnswer({ before, after }: SignaturePair): boolean {
  return hasFixedAnswer(before) && hasFixedAnswer(after);
}
