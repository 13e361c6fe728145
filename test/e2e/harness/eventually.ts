import { setTimeout as wait } from 'node:timers/promises';

/** Resolves once the condition holds. @throws Error after five seconds. */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (await condition()) return;
    await wait(50);
  }
  throw new Error('it never came to pass');
}
