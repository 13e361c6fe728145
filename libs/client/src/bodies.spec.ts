import { expect, it } from '@jest/globals';
import { bytesBody } from './bodies';

it('sends bytes that are at hand in parts, so that one hears how far they are', async () => {
  const bytes = Uint8Array.from({ length: 150 * 2 ** 10 }, (_, i) => i);
  const parts: Uint8Array[] = [];
  for await (const part of bytesBody(bytes).chunks()) parts.push(part);
  expect(parts.map(({ length }) => length / 2 ** 10)).toEqual([64, 64, 22]);
  expect(Buffer.concat(parts).equals(bytes)).toBe(true);
});

it('sends nothing of no bytes', async () => {
  const parts: Uint8Array[] = [];
  for await (const part of bytesBody(new Uint8Array()).chunks()) parts.push(part);
  expect(parts).toEqual([]);
});
