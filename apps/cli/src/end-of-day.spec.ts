import { expect, it } from '@jest/globals';
import { endOfDay } from './end-of-day';

it.each([
  ['2027-01-31', '2027-01-31T23:59:59Z'],
  ['2028-02-29', '2028-02-29T23:59:59Z'],
  ['2027-01-31T10:00:00Z', '2027-01-31T10:00:00Z'],
  ['2027-01-31T10:00:00.5+02:00', '2027-01-31T10:00:00.5+02:00'],
])('takes %s', (text, expected) => {
  expect(endOfDay(text)).toBe(expected);
});

it.each([
  '',
  'build 7',
  'Jan 2099',
  '2099',
  '2026-02-31',
  '2026-13-01',
  '2026-02-31T10:00:00Z',
  '2026-02-03T25:00:00Z',
  '2026-02-03T10:00:00',
  '2026-02-03 10:00:00Z',
])('does not take %j for a day or a time', (text) => {
  expect(endOfDay(text)).toBeUndefined();
});
