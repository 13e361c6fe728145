import { isDeepStrictEqual } from 'node:util';
import { compare, judge } from '@sigcat/compat';
import { type ComparePaces } from '../cases/compare';
import { answer } from '../harness/input';
import { changedPairs, internedPair, type ModelPair, pairReadTwice } from '../models/model-pairs';

const rounds = 60;
const warmUps = 10;
const roundSeconds = 0.05;
const batch = 100;

/** What is done with a pair; what it gives back says that it has been done. */
type Work = (pair: ModelPair) => unknown;

const changed = changedPairs();
const readTwice = [pairReadTwice()];
const interned = [internedPair()];

const asJson = ({ baseline, candidate }: ModelPair): boolean =>
  JSON.stringify(baseline) === JSON.stringify(candidate);
const deeply = ({ baseline, candidate }: ModelPair): boolean => isDeepStrictEqual(baseline, candidate);
const compared = ({ baseline, candidate }: ModelPair): unknown => compare(baseline, candidate).length;
const judged = ({ baseline, candidate }: ModelPair): unknown => judge(baseline, candidate).verdict;

const measured: Readonly<Record<keyof ComparePaces['perSecond'], readonly [Work, readonly ModelPair[]]>> = {
  compare: [compared, changed],
  judge: [judged, changed],
  json: [asJson, changed],
  deepEqual: [deeply, changed],
  compareReadTwice: [compared, readTwice],
  jsonReadTwice: [asJson, readTwice],
  deepEqualReadTwice: [deeply, readTwice],
  compareInterned: [compared, interned],
  deepEqualInterned: [deeply, interned],
};

/**
 * Everything by turns, so that all meet the same machine. The fastest round counts: a pure function takes the same
 * time always, and what is slower has been disturbed. The first rounds warm up.
 */
function main(): void {
  const paces = Object.entries(measured).map(([name, [work, pairs]]) => ({
    name,
    work,
    pairs,
    best: 0,
  }));
  for (let round = -warmUps; round < rounds; round++) {
    for (const one of paces) {
      const pace = paceOf(one.work, one.pairs);
      if (round >= 0) one.best = Math.max(one.best, pace);
    }
  }
  const findings = changed.map(({ baseline, candidate }) => compare(baseline, candidate).length);
  answer({
    findings: findings.reduce((a, b) => a + b) / findings.length,
    perSecond: Object.fromEntries(paces.map(({ name, best }) => [name, best])) as ComparePaces['perSecond'],
  } satisfies ComparePaces);
}

/**
 * Pairs a second of processor time, going round through them. What other work takes of the core does not count
 * then, and what threads of ours do beside, collecting garbage, does.
 */
function paceOf(work: Work, pairs: readonly ModelPair[]): number {
  const results = new Set<unknown>();
  const begun = process.cpuUsage();
  let done = 0;
  let seconds = 0;
  while (seconds < roundSeconds) {
    for (let i = 0; i < batch; i++) {
      for (const pair of pairs) results.add(work(pair));
    }
    done += batch * pairs.length;
    const { user, system } = process.cpuUsage(begun);
    seconds = (user + system) / 1e6;
  }
  if (results.size === 0) throw new Error('nothing was done');
  return done / seconds;
}

main();
