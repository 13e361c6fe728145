import { Inject, Injectable } from '@nestjs/common';
import {
  type Attempt,
  type AttemptOutcome,
  isHostDown,
  outcomeOfStatus,
  parseRetryAfter,
  signatureHeaders,
} from '@sigcat/alerts';
import { SETTINGS, type Settings } from '@sigcat/service';
import { Agent, type Dispatcher, request } from 'undici';
import { ForbiddenAddress, safeConnector } from './safe-connector';
import { excerptOf, type Outgoing, type Sender, timed } from './sender';

/** Posts to webhooks, signed by Standard Webhooks where there is a secret, to addresses that may be sent to. */
@Injectable()
export class WebhookSender implements Sender {
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

  async send({ id, endpoint, message: { body, mediaType }, secrets }: Outgoing): Promise<Attempt> {
    return timed(async () => {
      const now = Date.now();
      const timestamp = Math.floor(now / 1_000);
      try {
        const answer = await request(endpoint, {
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
        const { statusCode: status } = answer;
        const retryAfterMs = parseRetryAfter(single(answer.headers['retry-after']), now);
        return {
          outcome: outcomeOfStatus(status),
          status,
          excerpt: await this.excerptOf(answer.body),
          hostDown: isHostDown(status),
          ...(retryAfterMs !== undefined && { retryAfterMs }),
        };
      } catch (error) {
        const outcome = outcomeOfError(error);
        return { outcome, status: null, excerpt: messageOf(error), hostDown: outcome !== 'forbidden' };
      }
    });
  }

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
    return excerptOf(excerpt, maxExcerptBytes);
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
