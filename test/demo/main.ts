import { join } from 'node:path';
import { WebhookReceiver } from '../e2e/harness/webhook-receiver';
import { perform } from './perform';
import { startServer } from './server';
import { setStage } from './stage';
import { storyWith } from './story';

// Run as test/dist/demo/main.js.
const root = join(__dirname, '../../..');

/** Tells the story of one model with a Sigcat of its own, and leaves nothing behind, however it ends. */
async function main(signal: AbortSignal): Promise<void> {
  const begun = Date.now();
  const isTerminal = process.stdout.isTTY;
  const stage = setStage(join(root, 'test/fixtures/models'));
  const receiver = await WebhookReceiver.start();
  try {
    console.log('Starting Sigcat, with a PostgreSQL of its own ...\n');
    const server = await startServer(
      join(root, 'apps/sigcat/dist/main.js'),
      join(stage.folder, 'data'),
      signal,
    );
    try {
      const sigcat = join(root, 'apps/cli/bin/sigcat.js');
      const scene = { sigcat, folder: stage.folder, url: server.url, receiver, isTerminal, signal };
      for (const step of storyWith(receiver.at('/checkout'))) await perform(step, scene);
    } finally {
      await server.stop();
    }
  } finally {
    receiver.stop();
    stage.remove();
  }
  console.log(`That took ${Math.round((Date.now() - begun) / 1_000)} seconds, and nothing is left of it.`);
}

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    interruption.abort();
  });
}

main(interruption.signal).catch((error: unknown) => {
  if (interruption.signal.aborted) console.error('\nStopped; nothing is left of it.');
  else console.error(`The demo went wrong: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = interruption.signal.aborted ? 130 : 1;
});
