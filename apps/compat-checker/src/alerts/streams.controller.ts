import { Controller, Inject, Res, StreamableFile } from '@nestjs/common';
import { operations } from '@sigcat/contracts';
import { Given, type Input, Route } from '@sigcat/service';
import type { FastifyReply } from 'fastify';
import { AlertStreams } from './alert-streams';

@Controller()
export class StreamsController {
  constructor(@Inject(AlertStreams) private readonly streams: AlertStreams) {}

  @Route(operations.streamAlerts)
  async stream(
    @Given(operations.streamAlerts) { params, query, headers }: Input<typeof operations.streamAlerts>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const events = await this.streams.read(params.id, headers['last-event-id'] ?? query.after);
    // Proxies that collect answers before they pass them on would keep what is live.
    void reply.header('x-accel-buffering', 'no');
    return new StreamableFile(events, { type: 'text/event-stream' });
  }
}
