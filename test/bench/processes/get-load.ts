import { connect } from 'node:net';
import { type Getting } from '../cases/query';
import { type Pace } from '../harness/in-parallel';
import { answer, readInput } from '../harness/input';
import { percentile } from '../harness/statistics';

/**
 * Asks over connections that are kept alive, each with one request under way. It speaks HTTP on bare sockets, as an
 * HTTP client would take as much of the machine as the servers that it measures.
 */
async function main(): Promise<void> {
  const { url, paths, connections, seconds } = await readInput<Getting>();
  const { hostname, port, host } = new URL(url);
  const requests = paths.map((path) => `GET ${path} HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
  const times: number[] = [];
  const begun = performance.now();
  const until = begun + seconds * 1_000;
  let next = 0;

  const ask = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true });
      let asked = 0;
      let answered = new Answer();
      const send = (): void => {
        asked = performance.now();
        socket.write(requests[next++ % requests.length] ?? '');
      };
      socket.once('connect', send);
      socket.on('data', (chunk) => {
        if (!answered.take(chunk)) return;
        if (!answered.good) {
          reject(new Error(answered.head));
          socket.destroy();
          return;
        }
        const now = performance.now();
        times.push(now - asked);
        answered = new Answer();
        if (now < until) send();
        else socket.end();
      });
      socket.once('error', reject);
      socket.once('close', () => {
        resolve();
      });
    });

  await Promise.all(Array.from({ length: connections }, ask));
  const elapsed = (performance.now() - begun) / 1_000;
  const pace: Pace = {
    perSecond: times.length / elapsed,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
  };
  answer(pace);
}

/** An answer with a content-length as it arrives. */
class Answer {
  head = '';
  private missing: number | undefined;

  get good(): boolean {
    return this.head.startsWith('HTTP/1.1 200');
  }

  /** Whether the answer is whole with this chunk. */
  take(chunk: Buffer): boolean {
    if (this.missing !== undefined) {
      this.missing -= chunk.length;
      return this.missing <= 0;
    }
    this.head += chunk.toString('latin1');
    const end = this.head.indexOf('\r\n\r\n');
    if (end < 0) return false;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.head)?.[1] ?? NaN);
    this.missing = end + 4 + length - this.head.length;
    return !(this.missing > 0);
  }
}

void main();
