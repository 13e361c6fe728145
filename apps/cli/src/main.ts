import { run } from './run';
import { streamTo } from './terminal';

// Whoever reads the output may have seen enough, as in `sigcat show x | head`.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

void run(process.argv.slice(2), {
  out: streamTo(process.stdout, process.env),
  err: streamTo(process.stderr, process.env),
  env: process.env,
}).then((code) => {
  // Not process.exit(): it would cut off output that is still on its way into a pipe.
  process.exitCode = code;
});
