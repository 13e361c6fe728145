import { Inject, Injectable } from '@nestjs/common';
import {
  type Attempt,
  type AttemptOutcome,
  type Message,
  outcomeOfStatus,
  parseRetryAfter,
  signatureHeaders,
} from '@sigcat/alerts';
import { SETTINGS, type Settings } from '@sigcat/service';
import { Agent, type Dispatcher, request } from 'undici';
import { ForbiddenAddress, safeConnector } from './safe-connector';

export interface WebhookMessage {
  /** The same in each attempt. */
  readonly id: string;
  readonly url: string;
  readonly message: Message;
  /** None where nothing is signed. */
  readonly secrets: readonly string[];
}

/** Posts to webhooks, signed by Standard Webhooks where there is a secret, to addresses that may be sent to. */
@Injectable()
export class WebhookSender {
  private readonly agent: Agent;

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {
    const { networks, timeoutMs, hostConcurrency } = settings.alerts;
    this.agent = new Agent({
      connect: safeConnector(networks, timeoutMs),
      connections: hostConcurrency,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      maxHeaderSize: 16_384,
    });
  }

  /** One try; whatever comes of it is told, nothing is thrown. */
  async send({ id, url, message: { body, mediaType }, secrets }: WebhookMessage): Promise<Attempt> {
    const at = new Date();
    const told = (what: Omit<Attempt, 'at' | 'ms'>): Attempt => {
      return { at, ms: Date.now() - at.getTime(), ...what };
    };
    try {
      const timestamp = Math.floor(at.getTime() / 1_000);
      const answer = await request(url, {
        method: 'POST',
        dispatcher: this.agent,
        headers: {
          'content-type': mediaType,
          'user-agent': 'sigcat',
          ...(secrets.length > 0 && signatureHeaders({ id, timestamp, body }, secrets)),
        },
        body,
        signal: AbortSignal.timeout(this.settings.alerts.timeoutMs),
      });
      const retryAfterMs = parseRetryAfter(single(answer.headers['retry-after']), at.getTime());
      return told({
        outcome: outcomeOfStatus(answer.statusCode),
        status: answer.statusCode,
        excerpt: await this.excerptOf(answer.body),
        ...(retryAfterMs !== undefined && { retryAfterMs }),
      });
    } catch (error) {
      return told({ outcome: outcomeOfError(error), status: null, excerpt: messageOf(error) });
    }
  }

  /** Breaks off what is under way. */
  async close(): Promise<void> {
    await this.agent.destroy();
  }

  /**
   * Nothing is read beyond what is kept: a receiver that goes on has its connection closed. What an answer means has been
   * said by then, so it does not matter how it ends.
   */
  private async excerptOf(body: Dispatcher.ResponseData['body']): Promise<string> {
    const { maxExcerptBytes } = this.settings.alerts;
    let excerpt = Buffer.alloc(0);
    try {
      for await (const chunk of body) {
        excerpt = Buffer.concat([excerpt, chunk as Buffer]);
        if (excerpt.length > maxExcerptBytes) break;
      }
    } catch {
      // Cut off, or too slow.
    }
    // PostgreSQL has no text with NUL.
    return excerpt.subarray(0, maxExcerptBytes).toString().replaceAll('\0', '\u{fffd}');
  }
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

const timeouts = /^(TimeoutError|HeadersTimeoutError|BodyTimeoutError|ConnectTimeoutError)$/;

function outcomeOfError(error: unknown): AttemptOutcome {
  if (error instanceof ForbiddenAddress) return 'forbidden';
  return error instanceof Error && timeouts.test(error.name) ? 'timeout' : 'unreachable';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
