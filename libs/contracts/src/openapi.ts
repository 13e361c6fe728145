import { problems } from '@sigcat/problems';
import { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiContentObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponseObject,
} from 'zod-openapi';
import { type Operation, operations } from './operations';
import { problem } from './problems';
import { conditionalHeaders } from './service';

export type OpenApiDocument = ReturnType<typeof createDocument>;

const artifactTypes = [
  'application/octet-stream',
  'application/zip',
  'application/x-tar',
  'application/gzip',
];

const bytes = { schema: { type: 'string' as const, format: 'binary' } };

/** Problems that can meet any request. */
const anytime = ['internal-error', 'database-unavailable', 'storage-full', 'shutting-down'] as const;

/** The description of the whole interface, OpenAPI 3.1. */
export function openApiDocument(): OpenApiDocument {
  const paths: ZodOpenApiPathsObject = {};
  for (const [id, operation] of Object.entries<Operation>(operations)) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(id, operation) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Sigcat',
      version: '1',
      description: 'A model registry that knows the signature of every model version it holds.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
  });
}

function describe(operationId: string, operation: Operation): ZodOpenApiOperationObject {
  const { summary, tag, params, query, body, bodyOptional = false } = operation;
  const headers = headersOf(operation);
  return {
    operationId,
    summary,
    tags: [tag],
    requestParams: {
      ...(params && { path: params }),
      ...(query && { query }),
      ...(headers && { header: headers }),
    },
    ...(body && {
      requestBody: {
        required: !bodyOptional,
        content:
          body === 'artifact'
            ? Object.fromEntries(artifactTypes.map((type) => [type, bytes]))
            : { 'application/json': { schema: body } },
      },
    }),
    responses: { ...goodAnswers(operation), ...badAnswers(operation) },
  };
}

function headersOf(operation: Operation): z.ZodObject | undefined {
  const { headers } = operation;
  if (!isConditional(operation)) return headers;
  return z.object({ ...headers?.shape, ...conditionalHeaders.shape });
}

/** Whether a client may ask for no more than whether the copy that it has is still right. */
function isConditional({ method, holds }: Operation): boolean {
  return method === 'get' && holds !== 'momentary';
}

function goodAnswers(operation: Operation): ZodOpenApiOperationObject['responses'] {
  const answers = Object.entries(operation.answers).map(
    ([status, answer]): [string, ZodOpenApiResponseObject] => {
      if (answer === 'none') return [status, { description: 'Done.' }];
      return [status, { description: 'Good.', content: contentOf(answer) }];
    },
  );
  return {
    ...Object.fromEntries(answers),
    ...(isConditional(operation) && {
      304: { description: 'The copy that `If-None-Match` names is right.' },
    }),
  };
}

function contentOf(answer: Exclude<Operation['answers'][number], 'none'>): ZodOpenApiContentObject {
  switch (answer) {
    case 'artifact':
      return { 'application/octet-stream': bytes };
    case 'text':
      return { 'text/plain': { schema: { type: 'string' } } };
    case 'events':
      return { 'text/event-stream': { schema: { type: 'string' } } };
    default:
      return { 'application/json': { schema: answer } };
  }
}

/** Problem codes by the status they come with. */
function badAnswers(operation: Operation): ZodOpenApiOperationObject['responses'] {
  const byStatus = new Map<number, string[]>();
  for (const code of [...operation.problems, ...anytime]) {
    const { status } = problems[code];
    byStatus.set(status, [...new Set([...(byStatus.get(status) ?? []), code])]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      { description: codes.join(', '), content: { 'application/problem+json': { schema: problem } } },
    ]),
  );
}
