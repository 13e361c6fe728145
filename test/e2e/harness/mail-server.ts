import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { eventually } from './eventually';

/** What a mailbox says to a mail: 0 is nothing at all, 250 takes it. */
type Reply = number;

/** A try to hand us a mail; one that was refused has no mail. */
export interface MailTry {
  readonly at: number;
  readonly mail?: Email;
}

/** An SMTP server that keeps what it is sent, by mailbox. */
export class MailServer {
  private readonly replies = new Map<string, readonly Reply[]>();
  private readonly tries = new Map<string, MailTry[]>();

  private constructor(
    private readonly server: SMTPServer,
    readonly port: number,
  ) {}

  /** @param options beside those of a server that takes all, without TLS */
  static async start(options: SMTPServerOptions = {}, port = 0): Promise<MailServer> {
    const server: SMTPServer = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      disableReverseLookup: true,
      closeTimeout: 100,
      onRcptTo: ({ address }, _session, answer) => {
        const reply = mailServer.next(address);
        if (reply === 250) answer();
        else {
          mailServer.keep(address, { at: Date.now() });
          if (reply > 0) answer(Object.assign(new Error(`5.7.1 said ${reply}`), { responseCode: reply }));
        }
      },
      onData: (stream, { envelope }, answer) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.once('end', () => {
          void PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
            for (const { address } of envelope.rcptTo) mailServer.keep(address, { at: Date.now(), mail });
            answer(null, 'kept');
          });
        });
      },
      ...options,
    });
    // A client that goes away in the middle.
    server.on('error', () => undefined);
    server.listen(port, '127.0.0.1');
    await once(server.server, 'listening');
    const mailServer: MailServer = new MailServer(server, (server.server.address() as AddressInfo).port);
    return mailServer;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** The endpoint of a mailbox that gives these replies, one after the other, and then takes all. */
  at(mailbox: string, ...replies: readonly Reply[]): string {
    this.replies.set(addressOf(mailbox), replies);
    return `mailto:${addressOf(mailbox)}`;
  }

  triesAt(mailbox: string): readonly MailTry[] {
    return this.tries.get(addressOf(mailbox)) ?? [];
  }

  /** Once there are so many. */
  async triesOnce(mailbox: string, number: number): Promise<readonly MailTry[]> {
    await eventually(() => Promise.resolve(this.triesAt(mailbox).length >= number));
    return this.triesAt(mailbox);
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(resolve);
    });
  }

  private next(address: string): Reply {
    return this.replies.get(address)?.[this.tries.get(address)?.length ?? 0] ?? 250;
  }

  private keep(address: string, one: MailTry): void {
    this.tries.set(address, [...(this.tries.get(address) ?? []), one]);
  }
}

function addressOf(mailbox: string): string {
  return `${mailbox}@example.com`;
}
