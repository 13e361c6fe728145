import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { type Body, exchange } from './exchange';

it('is done with the body where there is no server, however slowly it is read', async () => {
  let isClosed = false;
  const body: Body = {
    size: 2 ** 20,
    mediaType: 'application/x-tar',
    async *chunks() {
      try {
        await wait(50);
        yield Buffer.alloc(2 ** 20);
      } finally {
        isClosed = true;
      }
    },
  };
  const url = new URL('http://127.0.0.1:1/');
  await expect(exchange({ method: 'POST', url, body, patienceMs: 1_000 })).rejects.toMatchObject({
    code: 'server-unreachable',
  });
  await wait(100);
  expect(isClosed).toBe(true);
});
