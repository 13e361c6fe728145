import { describe, expect, it } from '@jest/globals';
import { directionsOf, isTransitive, modes, settingsOf, transportsOf } from './settings';

describe('settings', () => {
  it('are BACKWARD against the latest version, over both transports, where nothing is said', () => {
    expect(settingsOf({})).toEqual({
      mode: 'BACKWARD',
      transport: 'both',
      unknownShapes: 'warn',
      extraInputs: 'reject',
      baseline: 'latest',
      severities: {},
    });
  });

  it.each([
    ['BACKWARD', ['backward'], false],
    ['BACKWARD_TRANSITIVE', ['backward'], true],
    ['FORWARD', ['forward'], false],
    ['FORWARD_TRANSITIVE', ['forward'], true],
    ['FULL', ['backward', 'forward'], false],
    ['FULL_TRANSITIVE', ['backward', 'forward'], true],
    ['NONE', ['backward'], false],
  ] as const)('of the mode %s look %s, transitive: %s', (mode, directions, transitive) => {
    expect(directionsOf(settingsOf({ mode }))).toEqual(directions);
    expect(isTransitive(mode)).toBe(transitive);
    expect(modes).toContain(mode);
  });

  it.each([
    ['tensor', ['tensor']],
    ['json', ['json']],
    ['both', ['tensor', 'json']],
  ] as const)('of the transport %s mean %s', (transport, transports) => {
    expect(transportsOf(settingsOf({ transport }))).toEqual(transports);
  });
});
