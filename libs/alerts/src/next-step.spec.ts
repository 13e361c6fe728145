import { describe, expect, it } from '@jest/globals';
import { type Attempt, isHostDown, outcomeOfStatus } from './attempt';
import { type NextStep, nextStep, type Past } from './next-step';

const at = new Date('2026-11-26T07:00:00Z');
const policy = { retries: { attempts: 3, firstMs: 1_000, mostMs: 10_000 }, disableAfterMs: 60_000 };
const fresh: Past = { tries: 0, failingSince: null };

const answered = (status: number, more: Partial<Attempt> = {}): Attempt => {
  const hostDown = isHostDown(status);
  return { at, outcome: outcomeOfStatus(status), ms: 1, status, excerpt: '', hostDown, ...more };
};

describe('after an attempt', () => {
  it.each<[string, Attempt, Past, NextStep]>([
    ['that succeeds, it is delivered', answered(204), fresh, { state: 'delivered' }],
    ['that fails, it is tried again', answered(500), fresh, { state: 'pending', retryMs: 1_000 }],
    ['that is redirected, it is tried again', answered(307), fresh, { state: 'pending', retryMs: 1_000 }],
    [
      'to which the receiver asks for patience, it is tried when that is over',
      answered(503, { retryAfterMs: 7_000 }),
      fresh,
      { state: 'pending', retryMs: 7_000 },
    ],
    ['that was the last, it is dead', answered(500), { tries: 2, failingSince: at }, { state: 'dead' }],
    [
      'that says gone, nothing more is sent',
      answered(410),
      fresh,
      { state: 'pending', disable: 'the receiver says 410, that it is gone' },
    ],
    [
      'where none has succeeded for too long, nothing more is sent',
      answered(500),
      { tries: 0, failingSince: new Date('2026-11-26T06:59:00Z') },
      { state: 'pending', disable: 'no attempt has succeeded since 2026-11-26T06:59:00.000Z' },
    ],
  ])('%s', (_, attempt, past, step) => {
    expect(nextStep(attempt, past, policy, 0.5)).toEqual(step);
  });

  it.each([
    [200, false],
    [404, false],
    [410, false],
    [429, true],
    [503, true],
  ])('that answers %d its host is down: %s', (status, down) => {
    expect(isHostDown(status)).toBe(down);
  });
});
