import { type Operation } from '@sigcat/contracts';
import { type Database, mayLag, parsePosition } from '@sigcat/storage';
import { type FastifyInstance } from 'fastify';

/**
 * How far the primary was: an answer to a change has it, and a request that has it knows what was written by then, be
 * it answered from a replica.
 */
const positionHeader = 'sigcat-position';

/** What is read for its own sake. What is judged by, or goes to a consumer's pipeline, is read from the primary. */
const readTags: ReadonlySet<Operation['tag']> = new Set([
  'models',
  'versions',
  'aliases',
  'signatures',
  'search',
  'facades',
]);

/** Lets what is only read be read from replicas, and whoever changes something say that he wants to see it. */
export function readFromReplicas(fastify: FastifyInstance, database: Database): void {
  if (database.replicaStates() === undefined) return;
  database.followReplicas((news) => {
    if (news.state === 'fresh') fastify.log.info(news, 'a replica is read from again');
    else fastify.log.warn(news, 'a replica is not read from');
  });
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { operation } = request.routeOptions.config;
    const since = sinceOf(request.headers[positionHeader]);
    if (operation?.method !== 'get' || !readTags.has(operation.tag) || since === undefined) done();
    else mayLag({ since }, done);
  });
  fastify.addHook('onSend', async (request, reply, payload) => {
    const { operation } = request.routeOptions.config;
    if (operation === undefined || operation.method === 'get' || reply.statusCode >= 300) return payload;
    const position = await database.position().catch(() => undefined);
    if (position !== undefined) void reply.header(positionHeader, position);
    return payload;
  });
}

/** Undefined for what is no position: then only the primary surely knows. */
function sinceOf(header: string | string[] | undefined): bigint | undefined {
  if (header === undefined) return 0n;
  return typeof header === 'string' ? parsePosition(header) : undefined;
}
