import { expect, it } from '@jest/globals';
import { config, settingsAnswer, settingsOf } from './config';

it('settings are the same there and back, and the defaults where nothing is set', () => {
  const given = {
    mode: 'FULL_TRANSITIVE',
    transport: 'json',
    unknown_shapes: 'strict',
    extra_inputs: 'ignore',
    baseline: '@production',
    severities: { 'input-added': 'info' },
  } as const;
  expect(settingsAnswer(settingsOf(given))).toEqual(given);
  expect(settingsAnswer(settingsOf({}))).toEqual({
    mode: 'BACKWARD',
    transport: 'both',
    unknown_shapes: 'warn',
    extra_inputs: 'reject',
    baseline: 'latest',
    severities: {},
  });
});

it.each([
  [{ severities: { nonsense: 'info' } }, 'severities/nonsense'],
  [{ severities: { constructor: 'info' } }, 'severities/constructor'],
  [{ baseline: 'production' }, 'baseline'],
  [{ gate_aliases: ['a', 'b', 'a'] }, 'gate_aliases'],
])('%j is refused where it is wrong', (given, at) => {
  const { error } = config.safeParse(given);
  expect(error?.issues.map(({ path }) => path.join('/'))).toEqual([at]);
});
