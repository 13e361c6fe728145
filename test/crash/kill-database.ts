import { setTimeout as wait } from 'node:timers/promises';
import { type Run } from './run';
import { type Server } from './server';

/** How long the server may take to notice that the database is away, or back, in milliseconds. */
const patience = 10_000;

/** Kills PostgreSQL once amid the uploads of a server that lives on, and checks what both make of it. */
export async function killDatabase(run: Run, server: Server, url: string): Promise<void> {
  const { random, traffic, postgres, violations } = run;
  const uploading = traffic.run(url, { stay: true });
  try {
    await traffic.answers(random.between(0, 60));
    await wait(random.between(0, 30));
    postgres.kill();
    await wait(random.between(0, 200));
    await expectAnswer(run, `${url}/api/v1/models/default/guarded-1`, 503);
    await expectAnswer(run, `${url}/readyz`, 503);
    await postgres.restart();
    await expectAnswer(run, `${url}/readyz`, 200);
    await untilNextVersion(run);
  } finally {
    traffic.stop();
    await uploading;
  }
  if (server.ended) {
    violations.push(`the server has ended with the database:\n${server.output}`);
    return;
  }
  await run.check(url);
}

/** Waits for an answer of this status; until then there may be 200 and the problem `database-unavailable`. */
async function expectAnswer({ violations }: Run, url: string, wanted: 200 | 503): Promise<void> {
  const until = Date.now() + patience;
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (!answer) {
      violations.push(`${url} is not answered at all`);
      return;
    }
    const text = await answer.text();
    const fine = answer.status === 200 || (answer.status === 503 && text.includes('"database-unavailable"'));
    if (!fine && answer.status !== 404) {
      violations.push(`${url} is answered ${answer.status}: ${text}`);
      return;
    }
    if (answer.status === wanted) return;
    if (Date.now() > until) {
      violations.push(`${url} is not answered ${wanted} but ${answer.status} for ${patience} ms: ${text}`);
      return;
    }
    await wait(20);
  }
}

async function untilNextVersion({ traffic, violations }: Run): Promise<void> {
  const before = traffic.acknowledged;
  const until = Date.now() + patience;
  while (traffic.acknowledged === before) {
    if (Date.now() > until) {
      violations.push(`no upload has succeeded for ${patience} ms after the database came back`);
      return;
    }
    await wait(20);
  }
}
