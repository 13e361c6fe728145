import { expect, it } from '@jest/globals';
import { Progress, sizeText } from './progress';
import { RecordedTerminal } from './testing/recorded-terminal';

/** What is written when something is 0, 1, 2 ... 10 of 10 done, every so many milliseconds. */
function written(intervalMs: number, isTerminal: boolean): string {
  const { err } = new RecordedTerminal({}, { isTerminal });
  let time = 0;
  const progress = new Progress(err, () => time);
  for (let done = 0; done <= 10; done++, time += intervalMs) progress.update('Sending', done, 10);
  progress.clear();
  return err.text.replaceAll('\r\u001b[K', '|');
}

it('says how far something is that takes longer than a second, and then takes it back', () => {
  expect(written(200, true)).toBe(
    '|Sending 50% of 10 bytes|Sending 60% of 10 bytes|Sending 70% of 10 bytes' +
      '|Sending 80% of 10 bytes|Sending 90% of 10 bytes|Sending 100% of 10 bytes|',
  );
});

it('says nothing of what is over soon', () => {
  expect(written(90, true)).toBe('');
});

it('says nothing where there is no terminal', () => {
  expect(written(200, false)).toBe('');
});

it.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1_000, '1.0 kB'],
  [1_550_000_000, '1.6 GB'],
])('writes %d bytes as %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
