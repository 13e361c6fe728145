import { describe, expect, it } from '@jest/globals';
import { fittingFindings, type AlertFinding } from './finding';
import {
  alertOnConsumer,
  alertOnDisabling,
  alertOnMove,
  alertsOnPublication,
  type Publication,
} from './raising';

const published: Publication = {
  namespace: 'pay',
  model: 'fraud',
  version: 3,
  verdict: 'compatible',
  baseline: 2,
  counts: { error: 0, warning: 0 },
  approved: { error: 0, warning: 0 },
};

const finding = (level: string, message: string): AlertFinding => ({ level, message });

describe('a published version', () => {
  it.each<[string, Partial<Publication>, AlertFinding[], string[]]>([
    ['that changes nothing', {}, [], ['pay/fraud@3 is published.']],
    [
      'that breaks callers',
      { counts: { error: 2, warning: 1 } },
      [finding('error', 'X is gone.'), finding('error', 'Y is gone.'), finding('warning', 'Z may be.')],
      ['pay/fraud@3 is published.', 'pay/fraud@3 breaks callers: X is gone. And 1 more.'],
    ],
    [
      'that breaks them though that is approved',
      { approved: { error: 1, warning: 0 } },
      [finding('error', 'X is gone.')],
      ['pay/fraud@3 is published.', 'pay/fraud@3 breaks callers: X is gone. 1 of 1 are approved.'],
    ],
    [
      'of which nobody can tell',
      { counts: { error: 0, warning: 1 } },
      [finding('warning', 'Z may be.')],
      ['pay/fraud@3 is published.', 'pay/fraud@3 may break callers: Z may be.'],
    ],
  ])('%s', (_, change, findings, titles) => {
    const alerts = alertsOnPublication({ ...published, ...change }, findings, {}, 1_000);
    expect(alerts.map(({ data }) => data.title)).toEqual(titles);
  });
});

describe('other alerts', () => {
  it('say what happened', () => {
    const at = { namespace: 'pay', model: 'fraud', version: 3 };
    expect(alertOnMove({ ...at, alias: 'production', before: 2 }).data.title).toBe(
      'pay/fraud@production points to version 3 now, after version 2.',
    );
    const impact = {
      consumer: 'checkout',
      environment: 'production',
      consumerVersion: '1',
      worksWith: 2,
      because: 'published',
      verdict: 'undecided',
      findings: [finding('warning', 'Z may be.')],
    } as const;
    expect(alertOnConsumer(at, impact, {}, 1_000)).toMatchObject({
      level: 'warning',
      of: 'checkout@production',
      data: { title: 'pay/fraud@3 may break checkout in production: Z may be.' },
    });
    const disabled = { subscription: '7', about: { model: 'pay/fraud' }, because: 'it is gone' };
    expect(alertOnDisabling(disabled)).toMatchObject({
      subject: 'subscriptions/7',
      topics: ['model:pay/fraud', 'namespace:*'],
      data: { title: 'Subscription 7 to the model pay/fraud is disabled: it is gone.' },
    });
  });
});

describe('findings', () => {
  const proved = { ...finding('error', 'X is gone.'), counterexample: 'x'.repeat(500) };

  it('come as many as fit, without their counterexamples where these are too large', () => {
    expect(fittingFindings([proved, proved], 10_000)).toEqual({
      findings: [proved, proved],
      findings_left: 0,
    });
    expect(fittingFindings([proved, proved], 700)).toEqual({
      findings: [proved, finding('error', 'X is gone.')],
      findings_left: 0,
    });
    expect(fittingFindings([proved, proved], 60)).toMatchObject({ findings: [{}], findings_left: 1 });
    expect(fittingFindings([proved], 0)).toEqual({ findings: [], findings_left: 1 });
  });
});
