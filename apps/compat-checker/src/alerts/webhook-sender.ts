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
import { Agent } from 'undici';
import { post } from './posting';
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
      const { timeoutMs, maxExcerptBytes } = this.settings.alerts;
      const now = Date.now();
      const timestamp = Math.floor(now / 1_000);
      try {
        const { status, headers, said } = await post(
          this.agent,
          {
            url: new URL(endpoint),
            headers: {
              'content-type': mediaType,
              'user-agent': 'sigcat',
              ...(secrets.length > 0 && signatureHeaders({ id, timestamp, body }, secrets)),
            },
            body,
          },
          { timeoutMs, maxBytes: maxExcerptBytes },
        );
        const retryAfterMs = parseRetryAfter(single(headers['retry-after']), now);
        return {
          outcome: outcomeOfStatus(status),
          status,
          excerpt: excerptOf(said, maxExcerptBytes),
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
