import { digestOf, type TagSet } from '@sigcat/core';
import { claimOn } from './catalogue';
import { type Fact } from './facts';
import { type Level } from './level';
import { placeOf } from './place';
import { levelOf } from './policy';
import { type Settings } from './settings';
import { textsOf } from './texts';

/** One change, the rule it falls under and how serious it is. */
export interface Finding {
  /** Id of the rule. */
  readonly rule: string;
  readonly level: Level;
  /** JSON pointer to what changed, such as `/serve/serving_default/inputs/image/dims/0`; empty for the whole model. */
  readonly path: string;
  /** Null where the whole model is meant. */
  readonly tagSet: TagSet | null;
  /** Null where a whole tag set or the whole model is meant. */
  readonly signatureKey: string | null;
  /** In the notation; null where there was nothing. */
  readonly before: string | null;
  /** In the notation; null where there is nothing any more. */
  readonly after: string | null;
  readonly message: string;
  /** 16 hexadecimal digits, the same for the same rule, path, before and after and for nothing else. */
  readonly fingerprint: string;
}

export function findingOf(fact: Fact, settings: Settings): Finding {
  const claim = claimOn(fact);
  const { rule, message } = claim;
  const place = placeOf(fact);
  const texts = textsOf(fact);
  return {
    rule,
    level: levelOf(claim, settings),
    ...place,
    ...texts,
    message,
    fingerprint: fingerprintOf(rule, place.path, texts.before, texts.after),
  };
}

/** The first 64 bits of the SHA-256 of `[rule, path, before, after]` as JSON. */
export function fingerprintOf(
  rule: string,
  path: string,
  before: string | null,
  after: string | null,
): string {
  return digestOf(JSON.stringify([rule, path, before, after])).slice(
    'sha-256:'.length,
    'sha-256:'.length + 16,
  );
}
