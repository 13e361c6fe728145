import { Session } from 'node:inspector';
import { setFlagsFromString } from 'node:v8';

/** How often functions and loops of this library ran meanwhile: a measure of work that no other process disturbs. */
export function callsDuring(work: () => void): number {
  // Optimized code does not count all of its calls.
  setFlagsFromString('--no-opt');
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  work();
  let calls = 0;
  session.post('Profiler.takePreciseCoverage', (_, { result }) => {
    for (const { url, functions } of result) {
      if (!url.includes('/libs/compat/src/')) continue;
      for (const { ranges } of functions) for (const { count } of ranges) calls += count;
    }
  });
  session.disconnect();
  setFlagsFromString('--opt');
  return calls;
}
