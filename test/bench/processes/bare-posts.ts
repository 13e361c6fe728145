import { Agent, request } from 'undici';
import { inParallel, type Pace } from '../harness/in-parallel';
import { answer, readInput } from '../harness/input';

/** What to post, where, how often and how many at once. */
export interface Posting {
  readonly url: string;
  readonly body: string;
  readonly posts: number;
  readonly concurrency: number;
}

/** The least that sending to webhooks can be: a loop over an HTTP client, with connections kept alive. */
async function main(): Promise<void> {
  const { url, body, posts, concurrency } = await readInput<Posting>();
  const dispatcher = new Agent({ connections: concurrency });
  const pace: Pace = await inParallel(posts, concurrency, async (i) => {
    const headers = { 'content-type': 'application/json' };
    const response = await request(`${url}/${i}`, { method: 'POST', dispatcher, headers, body });
    await response.body.dump();
  });
  await dispatcher.close();
  answer(pace);
}

void main();
