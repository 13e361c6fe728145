import { HttpException } from '@nestjs/common';
import { Problem } from '@sigcat/problems';

/** Errors of Fastify itself, by their code. */
const byFastifyCode: Readonly<Record<string, (message: string) => Problem>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: (message) => new Problem('unsupported-media-type', message),
  FST_ERR_CTP_EMPTY_TYPE: (message) => new Problem('unsupported-media-type', message),
  FST_ERR_CTP_BODY_TOO_LARGE: (message) => new Problem('request-too-large', message),
  FST_ERR_CTP_EMPTY_JSON_BODY: (message) => new Problem('invalid-json', message),
  FST_ERR_CTP_INVALID_JSON_BODY: (message) => new Problem('invalid-json', message),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: (message) => new Problem('upload-incomplete', message),
};

/** The problem that an error is for the client; faults of ours say nothing of what happened inside. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HttpException) {
    return error.getStatus() === 404
      ? new Problem('route-not-found', `${error.message}.`)
      : new Problem('invalid-request', error.message, { errors: [] });
  }
  if (error instanceof Error) {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
    const known = byFastifyCode[code];
    if (known) return known(`${error.message}.`);
    if (error instanceof SyntaxError && 'statusCode' in error)
      return new Problem('invalid-json', error.message);
    if ('statusCode' in error && error.statusCode === 400)
      return new Problem('invalid-request', error.message, { errors: [] });
  }
  return new Problem('internal-error', 'The request could not be served.', {}, { cause: error });
}
