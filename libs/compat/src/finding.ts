import { digestOf, type TagSet } from '@sigcat/core';
import { ruleFor } from './catalogue';
import { type Fact } from './facts';
import { type Level } from './level';
import { placeOf } from './place';
import { levelOf, levelsOf, type LevelTable } from './policy';
import { directionsOf, type Settings } from './settings';
import { textsOf } from './texts';

/** One change, the rule it falls under and how serious it is. */
export interface Finding {
  /** Id of the rule. */
  readonly rule: string;
  /** What counts under the settings in question. */
  readonly level: Level;
  /** Whom the change concerns: the level by direction and transport, whichever of them are in question. */
  readonly levels: LevelTable;
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
}

export function findingOf(fact: Fact, settings: Settings): Finding {
  const rule = ruleFor(fact);
  const levels = levelsOf(fact, rule, settings);
  const { path, tagSet, signatureKey } = placeOf(fact);
  const { before, after } = textsOf(fact);
  return {
    rule: rule.id,
    level: levelOf(rule.id, levels, directionsOf(settings), settings),
    levels,
    path,
    tagSet,
    signatureKey,
    before,
    after,
    message: rule.message(fact),
  };
}

/** What tells findings apart: one text for the same rule, path, before and after. */
export function identityOf({ rule, path, before, after }: Identity): string {
  return JSON.stringify([rule, path, before, after]);
}

type Identity = Pick<Finding, 'rule' | 'path' | 'before' | 'after'>;

const known = new WeakMap<Identity, string>();

/**
 * 16 hexadecimal digits, the same for the same {@link identityOf} and for nothing else: the first 64 bits of its
 * SHA-256. It takes longer than much else of a finding, so that findings do not carry it, and it is made once.
 */
export function fingerprintOf(finding: Identity): string {
  let fingerprint = known.get(finding);
  if (fingerprint === undefined) {
    const start = 'sha-256:'.length;
    fingerprint = digestOf(identityOf(finding)).slice(start, start + 16);
    known.set(finding, fingerprint);
  }
  return fingerprint;
}
