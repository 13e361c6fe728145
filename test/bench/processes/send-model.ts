import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Sending } from '../cases/upload';
import { answer, readInput } from '../harness/input';
import { frameOf } from '../models/large-model';
import { constantNode } from '../models/nodes';

const notation = 'serving_default(x: float32[?,3]) -> (y: float32[?])';

/** Uploads a SavedModel of about `size` bytes that cannot be compressed; the time is that until the answer. */
async function main(): Promise<void> {
  const { url, size, seed } = await readInput<Sending>();
  const first = constantNode(seed, randomBytes(8));
  const node = constantNode(0, randomBytes(Math.min(size, 2 ** 20)));
  const times = Math.max(1, Math.floor(size / node.length));
  const { head, tail } = frameOf(first.length + times * node.length, notation);
  const length = head.length + first.length + times * node.length + tail.length;

  const begun = performance.now();
  const sending = request(url, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/octet-stream', 'content-length': length },
  });
  const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
  const write = async (bytes: Uint8Array): Promise<void> => {
    if (!sending.write(bytes)) await once(sending, 'drain');
  };
  await write(Buffer.concat([head, first]));
  for (let i = 0; i < times; i++) await write(node);
  sending.end(tail);
  const [response] = await answered;
  const body = await text(response);
  if (response.statusCode !== 201) throw new Error(`${response.statusCode ?? 0}: ${body}`);
  answer({ seconds: (performance.now() - begun) / 1_000 });
}

void main();
