import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';

const folder = process.env['BENCH_FOLDER'] ?? '';

/** The least that an upload can be: hash, write, sync. */
async function receive(request: IncomingMessage): Promise<string> {
  await mkdir(folder, { recursive: true });
  const hash = createHash('sha256');
  const file = await open(join(folder, randomUUID()), 'wx');
  for await (const chunk of request as AsyncIterable<Buffer>) {
    hash.update(chunk);
    await file.write(chunk);
  }
  await file.sync();
  await file.close();
  return hash.digest('hex');
}

const server = createServer((request, response) => {
  void receive(request).then((digest) => {
    response.writeHead(201).end(digest);
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log(`listens on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.once('SIGTERM', () => process.exit(0));
