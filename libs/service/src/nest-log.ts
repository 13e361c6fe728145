import { type LoggerService } from '@nestjs/common';
import { type FastifyBaseLogger } from 'fastify';

/** What Nest says, in the log of the service. Its notes on start-up are for debugging only. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: FastifyBaseLogger) {}

  log(message: unknown): void {
    this.logger.debug(String(message));
  }

  warn(message: unknown): void {
    this.logger.warn(String(message));
  }

  error(message: unknown): void {
    this.logger.error(message instanceof Error ? { err: message } : {}, String(message));
  }
}
