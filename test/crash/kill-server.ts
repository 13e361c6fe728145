import { setTimeout as wait } from 'node:timers/promises';
import { type Run } from './run';

/** Kills the server once amid uploads, or while it starts, and checks what the next one finds. */
export async function killServer(run: Run): Promise<void> {
  const { random } = run;
  if (random.chance(0.1)) {
    const unborn = run.spawn();
    await wait(random.between(0, 600));
    await unborn.end();
  }
  const server = run.spawn();
  try {
    const url = await server.listens();
    await run.prepare(url);
    await run.check(url);
    const uploading = run.traffic.run(url, { stay: false });
    // A point is so many answers and a moment, so that it lies amid uploads on a slow machine too. Now and then
    // the server lives long enough for the sweeper of orphans to come by.
    await run.traffic.answers(random.between(0, 60));
    await wait(random.chance(0.1) ? random.between(1_000, 2_000) : random.between(0, 30));
    await server.end();
    await uploading;
  } finally {
    await server.end();
  }
}

/** A last server, for each of the spools: everything is read once more, and swept. */
export async function finish(run: Run): Promise<void> {
  const server = run.spawn();
  try {
    const url = await server.listens();
    await run.check(url, { all: true });
    if (run.violations.length > 0) return;
    await run.awaitSweep();
    await run.check(url);
  } finally {
    await server.end('SIGTERM');
  }
}
