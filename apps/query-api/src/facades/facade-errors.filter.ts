import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { problemOf } from '@sigcat/service';
import { type FastifyReply, type FastifyRequest } from 'fastify';

/** Answers errors as model servers do: an object with an `error`. */
@Catch()
export class FacadeErrors implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const problem = problemOf(error);
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    if (problem.status >= 500) request.log.error({ err: problem.cause ?? problem }, problem.code);
    void host
      .switchToHttp()
      .getResponse<FastifyReply>()
      .status(problem.status)
      .type('application/json')
      .send({ error: problem.detail });
  }
}
