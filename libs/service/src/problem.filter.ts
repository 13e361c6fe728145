import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { type Problem, type ProblemCode } from '@sigcat/problems';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { problemOf } from './problem-of';

/** Seconds after which a client may try again what a full or absent part of the server refused. */
const retryAfterSeconds = 1;

/** What a server does on purpose is no error for its log. */
const turnedAway: ReadonlySet<ProblemCode> = new Set([
  'too-many-uploads',
  'too-many-streams',
  'shutting-down',
]);

/** Answers every error with a problem document. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), problemOf(error));
  }
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): void {
  if (problem.status >= 500 && !turnedAway.has(problem.code))
    request.log.error({ err: problem.cause ?? problem }, problem.code);
  if (reply.sent || reply.raw.headersSent) {
    // Half of an answer is out: breaking off is the only way to say that it is not whole.
    reply.raw.destroy();
    return;
  }
  void reply
    .status(problem.status)
    .headers(headersOf(problem))
    .type('application/problem+json')
    .send(JSON.stringify({ ...problem.toDocument(), request_id: request.id }));
}

/** What HTTP wants to have said in headers. */
function headersOf({ code, status, extensions }: Problem): Record<string, string> {
  return {
    ...(status === 405 && { allow: String(extensions['allow']) }),
    ...(status === 416 && { 'content-range': `bytes */${String(extensions['size'])}` }),
    ...(status === 503 && { 'retry-after': String(retryAfterSeconds) }),
    ...((code === 'shutting-down' || code === 'request-timeout') && { connection: 'close' }),
  };
}
