import { HttpException } from '@nestjs/common';
import { Problem, type ProblemCode } from '@sigcat/problems';

/** What Nest makes of the errors of Fastify keeps their status and their message only. */
const byStatus: Readonly<Record<number, ProblemCode>> = {
  404: 'route-not-found',
  408: 'request-timeout',
  413: 'request-too-large',
  415: 'unsupported-media-type',
};

/** The problem that an error is for the client; faults of ours say nothing of what happened inside. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HttpException && error.getStatus() < 500) return problemOfRequest(error);
  return new Problem('internal-error', 'The request could not be served.', {}, { cause: error });
}

function problemOfRequest(error: HttpException): Problem {
  const code = byStatus[error.getStatus()];
  if (code) return new Problem(code, `${error.message}.`);
  return /json/i.test(error.message)
    ? new Problem('invalid-json', `${error.message}.`)
    : new Problem('invalid-request', `${error.message}.`, { errors: [] });
}
