import { request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { type Dawdling } from '../cases/memory';
import { answer, readInput } from '../harness/input';

const drop = Buffer.alloc(1_024, 1);

/** Uploads that are as good as never done: each sends much at once, then little by little, and is broken off in the end. */
async function main(): Promise<void> {
  const { url, clients, bytes, seconds } = await readInput<Dawdling>();
  await Promise.all(
    Array.from({ length: clients }, async (_, i) => {
      const upload = request(`${url}/api/v1/models/default/slow-${i}/versions`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream', 'content-length': 2 * bytes },
      });
      upload.on('error', () => undefined);
      upload.write(Buffer.alloc(bytes, 1));
      for (let tenth = 0; tenth < 10 * seconds; tenth++) {
        await setTimeout(100);
        upload.write(drop);
      }
      upload.destroy();
    }),
  );
  answer({});
}

void main();
