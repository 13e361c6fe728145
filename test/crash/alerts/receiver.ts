import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { type Random } from '../random';
import { type Call } from './check-calls';

/** How many calls fail, one way or the other. */
const failing = 1 / 3;

/** A webhook that fails a third of the time, and writes down what it was sent. */
export class Receiver {
  readonly calls: Call[] = [];
  private readonly secrets = new Map<string, string>();

  private constructor(
    private readonly server: Server,
    private readonly random: Random,
  ) {}

  static async start(random: Random): Promise<Receiver> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const receiver = new Receiver(server, random);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        receiver.take(request.url ?? '', request.headers, Buffer.concat(chunks).toString(), response);
      });
    });
    return receiver;
  }

  /** The address that one subscription is sent to. */
  addressOf(subscription: string): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/${subscription}`;
  }

  /** What messages to that address are signed with. */
  expect(subscription: string, secret: string): void {
    this.secrets.set(subscription, secret);
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private take(path: string, headers: IncomingHttpHeaders, body: string, response: ServerResponse): void {
    const subscription = path.slice(1);
    const id = String(headers['webhook-id'] ?? '');
    const call = { subscription, id, body, isSigned: this.isSigned(subscription, headers, body) };
    if (!this.random.chance(failing)) {
      this.calls.push({ ...call, isTaken: true });
      // Now and then the answer takes its time, so that its sender dies waiting for it.
      setTimeout(
        () => response.writeHead(204).end(),
        this.random.chance(0.3) ? this.random.between(1, 60) : 0,
      );
      return;
    }
    this.calls.push({ ...call, isTaken: false });
    if (this.random.chance(0.5)) response.writeHead(500).end('not now');
    else response.destroy();
  }

  private isSigned(subscription: string, headers: IncomingHttpHeaders, body: string): boolean {
    try {
      new Webhook(this.secrets.get(subscription) ?? '').verify(body, headers as Record<string, string>);
      return true;
    } catch {
      return false;
    }
  }
}
