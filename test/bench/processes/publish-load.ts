import { Agent, request } from 'node:http';
import { type Publishing, type Published } from '../cases/publish';
import { inParallel } from '../harness/in-parallel';
import { answer, readInput } from '../harness/input';
import { smallModelBytes } from '../models/small-model';

/** Publishes small models, each with bytes of its own, and waits for every answer. */
async function main(): Promise<void> {
  const { url, versions, concurrency, models, seed } = await readInput<Publishing>();
  const bodies = Array.from({ length: versions }, (_, i) => smallModelBytes(`${seed}-${i}`));
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const pace: Published = await inParallel(versions, concurrency, async (i) => {
    const model = models === 'one' ? seed : `${seed}-${i}`;
    await post(agent, `${url}/api/v1/models/default/${model}/versions`, bodies[i] ?? Buffer.alloc(0));
  });
  agent.destroy();
  answer(pace);
}

function post(agent: Agent, url: string, body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/octet-stream', 'content-length': body.length };
    const sending = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume().once('end', () => {
        if (response.statusCode === 201) resolve();
        else reject(new Error(`publishing answered ${response.statusCode ?? 0}`));
      });
    });
    sending.once('error', reject);
    sending.end(body);
  });
}

void main();
