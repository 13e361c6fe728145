import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CountingSource } from '../testing/sources';
import { BufferSource } from './buffer-source';
import { ForwardSource } from './forward-source';
import { ReadAhead } from './read-ahead';
import { SubRange } from './sub-range';

const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));

function forward(chunk = 1000, opened: number[] = []): ForwardSource {
  return new ForwardSource(bytes.length, async function* () {
    opened.push(0);
    for (let at = 0; at < bytes.length; at += chunk) {
      yield await Promise.resolve(bytes.subarray(at, at + chunk));
    }
  });
}

describe.each([
  ['a buffer', () => new BufferSource(bytes)],
  [
    'a part of a larger source',
    () => new SubRange(new BufferSource(Buffer.concat([bytes, bytes])), bytes.length, bytes.length),
  ],
  ['a stream', () => forward()],
  ['a window over a buffer', () => ReadAhead.over(new BufferSource(bytes))],
  ['a window over a stream', () => ReadAhead.over(forward())],
])('%s', (_, make) => {
  it('gives any range, in any order, and less only at its end', async () => {
    const range = fc.tuple(
      fc.integer({ min: 0, max: bytes.length + 10 }),
      fc.integer({ min: 0, max: 100_000 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(range, { maxLength: 6 }), async (ranges) => {
        const source = make();
        expect(source.size).toBe(bytes.length);
        for (const [offset, length] of ranges) {
          const read = await source.read(offset, length);
          expect(bytes.subarray(offset, offset + length).equals(read)).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});

it('opens a stream again only to go back', async () => {
  const opened: number[] = [];
  const source = forward(1000, opened);
  for (const offset of [0, 500, 999, 5000, 200_000]) await source.read(offset, 10);
  expect(opened).toHaveLength(1);
  await source.read(10, 10);
  expect(opened).toHaveLength(2);
});

it('reads a window ahead, so that small reads forward cost few fetches and never go back', async () => {
  const opened: number[] = [];
  const counting = new CountingSource(forward(1000, opened));
  const source = ReadAhead.over(counting);
  for (let offset = 0; offset < bytes.length; offset += 100) await source.read(offset, 120);
  expect(counting.offsets.length).toBeLessThan(10);
  expect(counting.bytesRead).toBe(bytes.length);
  expect(opened).toHaveLength(1);
});

it('fetches little after a jump', async () => {
  const counting = new CountingSource(new BufferSource(bytes));
  const source = ReadAhead.over(counting);
  for (const offset of [0, 100_000, 200_000]) await source.read(offset, 10);
  expect(counting.bytesRead).toBe(3 * 16 * 1024);
});
