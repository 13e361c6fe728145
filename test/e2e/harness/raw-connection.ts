import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** An answer as it comes over the wire. */
export interface RawAnswer {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A connection on which anything can be said, HTTP or not. */
export class RawConnection {
  private constructor(private readonly socket: Socket) {}

  static async open(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    // Half open: it is kept by a client that does not care whether the server has more to say.
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  send(content: string | Uint8Array): void {
    this.socket.write(content);
  }

  /** All that is answered until the server says no more. */
  async answers(): Promise<RawAnswer[]> {
    const chunks: Buffer[] = [];
    this.socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    await once(this.socket, 'end');
    return answersIn(Buffer.concat(chunks).toString());
  }

  close(): void {
    this.socket.destroy();
  }
}

/** Bodies must be of ASCII alone, as long as their headers say. */
function answersIn(received: string): RawAnswer[] {
  const answers: RawAnswer[] = [];
  for (let rest = received; rest !== '';) {
    const [head = ''] = rest.split('\r\n\r\n', 1);
    const [line = '', ...lines] = head.split('\r\n');
    const headers = Object.fromEntries(
      lines.map((header): [string, string] => {
        const [name = '', ...value] = header.split(': ');
        return [name.toLowerCase(), value.join(': ')];
      }),
    );
    const start = head.length + '\r\n\r\n'.length;
    const end = start + Number(headers['content-length'] ?? 0);
    answers.push({ status: Number(line.split(' ')[1]), headers, body: rest.slice(start, end) });
    rest = rest.slice(end);
  }
  return answers;
}
