import { describe, expect, it } from '@jest/globals';
import { type Call, checkCalls, type Expected } from './check-calls';

const call = (alert: number, subject: string, more: Partial<Call> = {}): Call => ({
  subscription: 'a',
  id: `${alert}-1`,
  body: JSON.stringify({ id: String(alert), type: 'dev.sigcat.model_version.published', subject }),
  isSigned: true,
  isTaken: true,
  ...more,
});
const expected = (...subjects: readonly string[]): Expected[] =>
  subjects.map((subject) => ({ subscription: 'a', type: 'model_version.published', subject }));

describe('the checks of calls', () => {
  it('are content with what arrives once it is taken, in order, and count what comes again', () => {
    const calls = [
      call(1, 'm@1', { isTaken: false }),
      call(1, 'm@1'),
      call(1, 'm@1'),
      call(2, 'm@2', { isTaken: false }),
      call(2, 'm@2'),
    ];
    expect(checkCalls(expected('m@1', 'm@2'), calls)).toEqual({
      violations: [],
      alerts: 2,
      refused: 2,
      duplicates: 1,
    });
  });

  it.each<[string, Call[], RegExp]>([
    ['what never came', [call(1, 'm@1')], /m@2 to a never arrived/],
    ['what was never taken', [call(1, 'm@1'), call(2, 'm@2', { isTaken: false })], /m@2 to a never arrived/],
    ['an empty body', [call(1, 'm@1', { body: '' }), call(2, 'm@2')], /has no body/],
    ['a body that changes', [call(1, 'm@1'), call(1, 'm@3'), call(2, 'm@2')], /another body/],
    ['a wrong signature', [call(1, 'm@1', { isSigned: false }), call(2, 'm@2')], /not signed/],
    ['what comes too late', [call(2, 'm@2'), call(1, 'm@1')], /1-1 to a comes after a later one/],
    [
      'what is raised twice',
      [call(1, 'm@1'), call(2, 'm@2'), call(3, 'm@1')],
      /m@1 to a is raised twice: 1-1, 3-1/,
    ],
    ['what should not be', [call(1, 'm@1'), call(2, 'm@2'), call(3, 'm@3')], /m@3 to a is nobody's business/],
  ])('see %s', (_, calls, violation) => {
    expect(checkCalls(expected('m@1', 'm@2'), calls).violations.join('\n')).toMatch(violation);
  });
});
