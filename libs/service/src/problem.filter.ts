import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { type Problem } from '@sigcat/problems';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { problemOf } from './problem-of';

/** Seconds after which a client may try again what a full or absent part of the server refused. */
const retryAfterSeconds = 1;

/** Answers every error with a problem document. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), problemOf(error));
  }
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): void {
  if (problem.status >= 500) request.log.error({ err: problem.cause ?? problem }, problem.code);
  if (reply.sent || reply.raw.headersSent) {
    // Half of an answer is out: breaking off is the only way to say that it is not whole.
    reply.raw.destroy();
    return;
  }
  if (problem.status === 416)
    void reply.header('content-range', `bytes */${String(problem.extensions['size'])}`);
  if (problem.status === 503) void reply.header('retry-after', retryAfterSeconds);
  void reply
    .status(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify({ ...problem.toDocument(), request_id: request.id }));
}
