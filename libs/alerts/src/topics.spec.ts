import { describe, expect, it } from '@jest/globals';
import { type About, defaultTypesAbout, partsOf, typesAbout } from './about';
import { topicOf, topicsOf } from './topics';

const touched = topicsOf({
  model: { namespace: 'pay', model: 'fraud' },
  labels: [{ team: 'risk' }, { team: 'risk', tier: '' }],
  aliases: ['production'],
  consumer: { consumer: 'checkout', environment: 'staging' },
  search: 'embeddings',
});

describe('what happens is heard of by who subscribed to', () => {
  it.each<[About, boolean]>([
    [{ model: 'pay/fraud' }, true],
    [{ model: 'fraud' }, false],
    [{ namespace: 'pay' }, true],
    [{ namespace: 'p*' }, true],
    [{ namespace: 'pay*' }, true],
    [{ namespace: '*' }, true],
    [{ namespace: 'pays*' }, false],
    [{ namespace: 'p' }, false],
    [{ label: 'team' }, true],
    [{ label: 'team=risk' }, true],
    [{ label: 'tier=' }, true],
    [{ label: 'team=other' }, false],
    [{ alias: 'production' }, true],
    [{ alias: 'pay/fraud@production' }, true],
    [{ alias: 'other/fraud@production' }, false],
    [{ consumer: 'checkout' }, true],
    [{ consumer: 'checkout@staging' }, true],
    [{ consumer: 'checkout@production' }, false],
    [{ search: 'embeddings' }, true],
    [{ search: 'checkout' }, false],
  ])('%j: %s', (about, heard) => {
    expect(touched.includes(topicOf(about))).toBe(heard);
  });

  it('the namespace default, where no other is said', () => {
    expect(topicsOf({ model: { namespace: 'default', model: 'fraud' } })).toContain(
      topicOf({ model: 'fraud' }),
    );
  });

  it('each topic once', () => {
    expect(new Set(touched).size).toBe(touched.length);
  });
});

describe('what can be heard of', () => {
  it.each<[About, string]>([
    [{ model: 'fraud' }, 'compatibility.broken'],
    [{ consumer: 'checkout' }, 'consumer.broken'],
    [{ search: 'embeddings' }, 'search.matched'],
  ])('%j: by default %s', (about, type) => {
    const { kind } = partsOf(about);
    expect(defaultTypesAbout(kind)).toEqual([type]);
    expect(typesAbout(kind)).toContain(type);
    expect(typesAbout(kind)).toContain('subscription.disabled');
  });
});
