import { describe, expect, it, jest } from '@jest/globals';
import { crash } from './crash';
import { mutant } from './mutant';

jest.setTimeout(180_000);

const seed = 20;

/** On a machine that is busy with other things there are fewer kills rather than no result. */
const inTime = (): Date => new Date(Date.now() + 8_000);

describe.each(['server', 'database'] as const)('killing the %s amid uploads', (victim) => {
  it('loses nothing that was acknowledged and leaves nothing half there', async () => {
    const { kills, violations, summary } = await crash({ victim, kills: 6, seed, until: inTime() });
    expect(violations).toEqual([]);
    expect(kills).toBeGreaterThan(0);
    expect(summary['uploads created']).toBeGreaterThan(0);
    expect(summary[`uploads ${victim === 'server' ? 'lost' : 'unavailable'}`]).toBeGreaterThan(0);
  });
});

describe('the checks', () => {
  it.each([
    ['commits before it stores', 'commit-first', /the bytes of sha-256:\w+ are gone/],
    ['sweeps no spool', 'sweep-nothing', /is left in the spool/],
  ])('see a server that %s', async (_, name, violation) => {
    const { violations } = await crash({
      victim: 'server',
      // It ends at the first violation; on a machine that is busy with other things that may take some kills more.
      kills: 12,
      seed,
      env: mutant(name),
      until: new Date(Date.now() + 75_000),
    });
    expect(violations.join('\n')).toMatch(violation);
  });
});
