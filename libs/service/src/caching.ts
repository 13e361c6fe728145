import { Readable } from 'node:stream';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { entityTagOf, isNamed } from './entity-tag';

/**
 * Says of each answer how long it holds, and answers 304 where the client has the same one already. Artifacts bring
 * an entity tag of their own, and have been seen to before they are opened.
 */
export function letCachesKnow(fastify: FastifyInstance, cacheSeconds: number): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const control = cacheControl(request, reply, cacheSeconds);
    if (control !== undefined) void reply.header('cache-control', control);
    if (reply.statusCode === 304) {
      done(null, nothingFor(request));
      return;
    }
    if (reply.statusCode !== 200 || typeof payload !== 'string' || !control || control === neverStored) {
      done(null, payload);
      return;
    }
    const tag = entityTagOf(payload);
    void reply.header('etag', tag);
    if (!isNamed(tag, request.headers['if-none-match'])) {
      done(null, payload);
      return;
    }
    void reply.status(304).removeHeader('content-type').removeHeader('content-length');
    done(null, nothingFor(request));
  });
}

/** Fastify gives an answer to HEAD the length of its body, which of a 304 would be a wrong one; a stream has none. */
function nothingFor({ method }: FastifyRequest): Readable | null {
  return method === 'HEAD' ? Readable.from([]) : null;
}

const neverStored = 'no-store';

/** Undefined for what no cache keeps unless it is told to: answers to what changes something. */
function cacheControl(
  { routeOptions, params }: FastifyRequest,
  { statusCode }: FastifyReply,
  cacheSeconds: number,
): string | undefined {
  const { operation } = routeOptions.config;
  if (statusCode >= 400 || operation?.holds === 'momentary') return neverStored;
  if (operation?.method !== 'get') return undefined;
  return operation.holds === 'lasting' && cacheSeconds > 0 && isNumbered(params)
    ? `max-age=${cacheSeconds}, immutable`
    : 'no-cache';
}

/** Whether a path leads to a version by its number; `latest` and aliases move. */
function isNumbered(params: unknown): boolean {
  const { version = '' } = params as { readonly version?: string };
  return /^\d+$/.test(version);
}
