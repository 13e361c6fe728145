import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A line to a server on this machine that can go silent: it is not closed, and nothing comes through. */
export class SilentLine {
  private readonly ends = new Set<Socket>();
  private isSilent = false;

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {
    server.on('connection', (near) => {
      this.join(near);
    });
  }

  static async to(url: string): Promise<SilentLine> {
    const server = createServer();
    const line = new SilentLine(server, new URL(url));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return line;
  }

  /** The target's, by way of this line. */
  get url(): string {
    const url = new URL(this.target);
    url.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return url.href;
  }

  silence(): void {
    this.isSilent = true;
    for (const end of this.ends) end.pause();
  }

  speak(): void {
    this.isSilent = false;
    for (const end of this.ends) end.resume();
  }

  close(): void {
    this.server.close();
    for (const end of this.ends) end.destroy();
  }

  private join(near: Socket): void {
    const far = connect(Number(this.target.port), this.target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.ends.add(from);
      from.on('data', (chunk) => to.write(chunk));
      from.on('error', () => undefined);
      from.on('close', () => {
        this.ends.delete(from);
        to.destroy();
      });
      if (this.isSilent) from.pause();
    }
  }
}
