import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { eventually } from './eventually';

/** A call as it arrived. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly at: number;
}

/** How a receiver answers the call that is its so-manieth, from 0. */
export type Behaviour = (response: ServerResponse, index: number) => void;

/** Answers 204. */
const takesAll: Behaviour = (response) => {
  response.writeHead(204).end();
};

/** Answers with one status after the other, and 204 when it has none left. */
export function answering(...statuses: readonly number[]): Behaviour {
  return (response, index) => {
    response.writeHead(statuses[index] ?? 204).end(`said ${statuses[index] ?? 204}`);
  };
}

/** An HTTP server that keeps what it is sent, by path. */
export class WebhookReceiver {
  private readonly received = new Map<string, Received[]>();
  private readonly behaviours = new Map<string, Behaviour>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<WebhookReceiver> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const receiver = new WebhookReceiver(server, `http://127.0.0.1:${port}`);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { url: path = '', headers } = request;
        receiver.take({ path, headers, body: Buffer.concat(chunks).toString(), at: Date.now() }, response);
      });
    });
    return receiver;
  }

  /** The address of a path of its own. */
  at(path: string, behaviour: Behaviour = takesAll): string {
    this.behaviours.set(path, behaviour);
    return this.url + path;
  }

  calls(path: string): readonly Received[] {
    return this.received.get(path) ?? [];
  }

  /** Those of a path, once there are so many. */
  async callsOnce(path: string, number: number): Promise<readonly Received[]> {
    await eventually(() => Promise.resolve(this.calls(path).length >= number));
    return this.calls(path);
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private take(call: Received, response: ServerResponse): void {
    const calls = [...this.calls(call.path), call];
    this.received.set(call.path, calls);
    const behave = this.behaviours.get(call.path) ?? takesAll;
    behave(response, calls.length - 1);
  }
}
