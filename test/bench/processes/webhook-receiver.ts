import { createServer } from 'node:http';

/**
 * Takes all that it is sent at once. `GET /since?count=N` answers when N messages have come since it was asked the last
 * time, with the times of all of them, as of `Date.now`, by the subject of the event.
 */
function main(): void {
  let arrivals: [subject: string, at: number][] = [];
  let waiting: { readonly count: number; readonly answer: () => void } | undefined;
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      const count = Number(new URL(request.url ?? '', 'http://x').searchParams.get('count'));
      const answer = (): void => {
        waiting = undefined;
        response.end(JSON.stringify(arrivals));
        arrivals = [];
      };
      if (arrivals.length >= count) answer();
      else waiting = { count, answer };
      return;
    }
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const at = Date.now();
      response.writeHead(204).end();
      const [, subject = ''] = /"subject":"([^"]*)"/.exec(body) ?? [];
      arrivals.push([subject, at]);
      if (waiting && arrivals.length >= waiting.count) waiting.answer();
    });
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (typeof address === 'object') console.log(`listens on http://127.0.0.1:${address?.port ?? 0}`);
  });
  process.once('SIGTERM', () => process.exit(0));
}

main();
