import { Inject, Injectable } from '@nestjs/common';
import { type SendingChannel } from '@sigcat/alerts';
import { EmailSender } from './email-sender';
import { type Sender } from './sender';
import { WebhookSender } from './webhook-sender';

/** Who sends by which channel. */
@Injectable()
export class Senders {
  private readonly byChannel: Readonly<Record<SendingChannel, Sender>>;

  constructor(@Inject(WebhookSender) webhooks: WebhookSender, @Inject(EmailSender) email: EmailSender) {
    this.byChannel = { webhook: webhooks, slack: webhooks, teams: webhooks, email };
  }

  of(channel: SendingChannel): Sender {
    return this.byChannel[channel];
  }

  /** Breaks off what is under way. */
  async close(): Promise<void> {
    await Promise.all([...new Set(Object.values(this.byChannel))].map((sender) => sender.close()));
  }
}
