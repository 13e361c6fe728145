import { runScript } from '../harness/child';
import { type Benchmark, type Figure } from '../harness/figure';

/** What the script `compare-models` tells. */
export interface ComparePaces {
  /** Findings of a pair that has some, on average. */
  readonly findings: number;
  /** Pairs a second of processor time. */
  readonly perSecond: {
    /** Pairs with findings. */
    readonly compare: number;
    readonly judge: number;
    readonly json: number;
    readonly deepEqual: number;
    /** A pair that is alike in objects of its own each. */
    readonly compareReadTwice: number;
    readonly jsonReadTwice: number;
    readonly deepEqualReadTwice: number;
    /** A pair that is alike with its signatures shared. */
    readonly compareInterned: number;
    readonly deepEqualInterned: number;
  };
}

const perCore = { atLeast: 50_000 };

export const compareModels: Benchmark = {
  name: 'compare',
  about: 'comparing models of 3 signatures and 12 tensors, beside deep equality and equality as JSON',
  async measure() {
    const { findings, perSecond } = (await runScript('compare-models', {})) as ComparePaces;
    const pace = (one: string, value: number, target?: Figure['target']): Figure => ({
      case: one,
      metric: 'pairs',
      value,
      unit: '1/s',
      ...(target && { target }),
    });
    const ratio = (one: string, value: number): Figure => ({
      case: one,
      metric: 'pairs',
      value,
      unit: 'ratio',
    });
    return [
      { case: 'changed', metric: 'findings', value: findings, unit: 'count' },
      pace('changed: compare', perSecond.compare, perCore),
      pace('changed: judge', perSecond.judge, perCore),
      pace('changed: equal as JSON', perSecond.json),
      pace('changed: deep equal', perSecond.deepEqual),
      ratio('changed: compare / equal as JSON', perSecond.compare / perSecond.json),
      pace('alike, read twice: compare', perSecond.compareReadTwice, perCore),
      pace('alike, read twice: equal as JSON', perSecond.jsonReadTwice),
      pace('alike, read twice: deep equal', perSecond.deepEqualReadTwice),
      ratio(
        'alike, read twice: compare / deep equal',
        perSecond.compareReadTwice / perSecond.deepEqualReadTwice,
      ),
      pace('alike, equal digests: compare', perSecond.compareInterned, perCore),
      pace('alike, equal digests: deep equal', perSecond.deepEqualInterned),
    ];
  },
};
