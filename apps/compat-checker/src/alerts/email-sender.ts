import { Inject, Injectable } from '@nestjs/common';
import { type Attempt, mailboxOf, parseMailbox } from '@sigcat/alerts';
import { SETTINGS, type Settings } from '@sigcat/service';
import type { Transporter } from 'nodemailer';
import { excerptOf, type Outgoing, type Sender, timed } from './sender';

/** An SMTP server has judged the mail, and not us, in the answer to one of these. */
const aboutTheMail = /^(RCPT TO|DATA)$/;
/** It is about to close: RFC 5321, section 4.2.2. */
const closing = 421;

/** What nodemailer adds to its errors. */
interface MailError extends Error {
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

/** Hands mails to the operator's SMTP server, each on a connection of its own. */
@Injectable()
export class EmailSender implements Sender {
  private readonly closed = new AbortController();
  private transport: Promise<Transporter> | undefined;

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  async send({ id, catalogue, endpoint, message }: Outgoing): Promise<Attempt> {
    return timed(async () => {
      const { smtp, timeoutMs } = this.settings.alerts;
      const timeout = AbortSignal.timeout(timeoutMs);
      try {
        if (!smtp) throw new Error('no SMTP server is set: SIGCAT_SMTP_URL');
        // Domains may be others than when somebody subscribed.
        const mailbox = parseMailbox(endpoint, smtp.domains);
        if (typeof mailbox === 'string')
          return { outcome: 'forbidden', status: null, excerpt: mailbox, hostDown: false };
        this.transport ??= connectTo(smtp.url);
        const transport = await this.transport;
        const { response } = (await transport.sendMail({
          from: smtp.from,
          to: { name: '', address: mailboxOf(endpoint) },
          subject: message.subject ?? '',
          text: message.body,
          messageId: `<${id}@${catalogue}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
          signal: AbortSignal.any([timeout, this.closed.signal]),
        })) as { response: string };
        return {
          outcome: 'delivered',
          status: Number(response.slice(0, 3)),
          excerpt: this.excerptOf(response),
          hostDown: false,
        };
      } catch (error) {
        return this.failureOf(error as MailError, timeout.aborted);
      }
    });
  }

  close(): Promise<void> {
    this.closed.abort();
    return Promise.resolve();
  }

  private failureOf(error: MailError, late: boolean): Omit<Attempt, 'at' | 'ms'> {
    const { command = '', responseCode: status, response, message } = error;
    if (late) return { outcome: 'timeout', status: null, excerpt: 'no answer in time', hostDown: true };
    const excerpt = this.excerptOf(response ?? message);
    if (status === undefined) return { outcome: 'unreachable', status: null, excerpt, hostDown: true };
    const hostDown = status === closing || !aboutTheMail.test(command);
    return { outcome: 'rejected', status, excerpt, hostDown };
  }

  private excerptOf(said: string): string {
    return excerptOf(Buffer.from(said), this.settings.alerts.maxExcerptBytes);
  }
}

async function connectTo(url: string): Promise<Transporter> {
  // Only those who send mail need the library.
  const { createTransport } = await import('nodemailer');
  return createTransport({ url, disableFileAccess: true, disableUrlAccess: true });
}
