import { Readable } from 'node:stream';
import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  HttpCode,
  RequestMapping,
  RequestMethod,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type Operation } from '@sigcat/contracts';
import { Problem } from '@sigcat/problems';
import { type FastifyRequest } from 'fastify';
import { type z } from 'zod';

const methods = {
  get: RequestMethod.GET,
  put: RequestMethod.PUT,
  post: RequestMethod.POST,
  patch: RequestMethod.PATCH,
  delete: RequestMethod.DELETE,
} as const;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route serves; absent where there is no route. */
    readonly operation?: Operation;
  }
}

/** Serves an operation of the contracts; the answer's status is the operation's first, unless the handler sets it. */
export function Route(operation: Operation): MethodDecorator {
  const [status] = Object.keys(operation.answers);
  return applyDecorators(
    RequestMapping({ method: methods[operation.method], path: operation.path.replace(/\{(\w+)\}/g, ':$1') }),
    HttpCode(Number(status)),
    RouteConfig({ operation }),
  );
}

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** What a valid request for an operation holds. */
export interface Input<O extends Operation> {
  readonly params: Parsed<O['params']>;
  readonly query: Parsed<O['query']>;
  readonly headers: Parsed<O['headers']>;
  readonly body: Parsed<O['body']>;
}

/** The request, checked against the operation. @throws Problem `invalid-request`, `unsupported-media-type`. */
export const Given = createParamDecorator((operation: Operation, context: ExecutionContext) =>
  readInput(operation, context.switchToHttp().getRequest<FastifyRequest>()),
);

interface Mistake {
  /** Where the request is wrong, such as `query/page_size`. */
  readonly at: string;
  readonly message: string;
}

function readInput(operation: Operation, request: FastifyRequest): Input<Operation> {
  const { body } = request;
  if (operation.body !== undefined && operation.body !== 'artifact' && body instanceof Readable) {
    body.resume();
    throw new Problem('unsupported-media-type', 'The body of this request must be JSON.');
  }
  const mistakes: Mistake[] = [];
  const parse = (place: 'params' | 'query' | 'headers' | 'body', value: unknown): unknown => {
    const schema = operation[place];
    if (schema === undefined || schema === 'artifact') return undefined;
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    for (const { path, message } of result.error.issues)
      mistakes.push({ at: [place, ...path].join('/'), message });
    return undefined;
  };
  const input = {
    params: parse('params', request.params),
    query: parse('query', request.query),
    headers: parse('headers', request.headers),
    body: parse('body', request.body),
  };
  if (mistakes.length > 0) throw invalidRequest(mistakes);
  return input as Input<Operation>;
}

function invalidRequest(mistakes: readonly Mistake[]): Problem {
  const detail = mistakes.map(({ at, message }) => `${at}: ${message}`).join('; ');
  return new Problem('invalid-request', detail, { errors: mistakes });
}
