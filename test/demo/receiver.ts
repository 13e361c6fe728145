import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** An alert that has come. */
export interface Arrived {
  /** The same in each attempt. */
  readonly id: string;
  /** A CloudEvents envelope. */
  readonly event: {
    readonly type: string;
    readonly subject: string;
    readonly data: {
      readonly title: string;
      readonly findings: readonly {
        readonly rule: string;
        readonly before?: unknown;
        readonly after?: unknown;
      }[];
    };
  };
}

/** Longer than this nobody watches. */
const patienceMs = 30_000;

/** A receiver of webhooks that takes whatever comes. */
export class Receiver {
  private readonly arrived: Arrived[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<Receiver> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const receiver = new Receiver(server, `http://127.0.0.1:${port}/`);
    server.on('request', (request, response) => {
      void text(request).then((body) => {
        receiver.arrived.push({
          id: String(request.headers['webhook-id']),
          event: JSON.parse(body) as Arrived['event'],
        });
        response.writeHead(204).end();
        server.emit('arrived');
      });
    });
    return receiver;
  }

  /** The next alert of that type. @throws Error when none comes in time. */
  async next(type: string, signal: AbortSignal): Promise<Arrived> {
    const timeout = AbortSignal.timeout(patienceMs);
    for (;;) {
      const index = this.arrived.findIndex(({ event }) => event.type === type);
      const [alert] = index < 0 ? [] : this.arrived.splice(index, 1);
      if (alert) return alert;
      await once(this.server, 'arrived', { signal: AbortSignal.any([signal, timeout]) }).catch(
        (error: unknown) => {
          throw timeout.aborted ? new Error(`no ${type} has come`) : error;
        },
      );
    }
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
