import { createServer } from 'node:net';

/**
 * Reserves nothing, but tells a port of 127.0.0.1 that is free now: `wanted`, or any without one.
 * @throws Error when `wanted` is taken or not ours to take
 */
export function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used: ${error.message}`;
      reject(new Error(`port ${wanted} of 127.0.0.1 ${why}; choose another one`));
    });
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : wanted);
      });
    });
  });
}
