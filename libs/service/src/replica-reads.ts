import { type Operation } from '@sigcat/contracts';
import { type Database, mayLag, parsePosition } from '@sigcat/storage';
import { type FastifyInstance } from 'fastify';

/**
 * How far the primary was: an answer to a change has it, and a request that has it knows what was written by then, be
 * it answered from a replica.
 */
export const positionHeader = 'sigcat-position';

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
  // Once the body has arrived: what goes on with its last bytes does not go on from an earlier hook.
  fastify.addHook('preHandler', (request, _reply, done) => {
    const { operation } = request.routeOptions.config;
    if (!operation || !isReading(operation) || !readTags.has(operation.tag)) done();
    else readAsOf(request.headers[positionHeader], done);
  });
  fastify.addHook('onSend', async (request, reply, payload) => {
    const { operation } = request.routeOptions.config;
    if (operation === undefined || isReading(operation) || reply.statusCode >= 300) return payload;
    const position = await database.position().catch(() => undefined);
    if (position !== undefined) void reply.header(positionHeader, position);
    return payload;
  });
}

/** Does work that only reads, for somebody who brought this as his header `sigcat-position`. */
export function readAsOf<T>(header: unknown, work: () => T): T {
  const since = sinceOf(header);
  return since === undefined ? work() : mayLag({ since }, work);
}

function isReading({ method, repeatable }: Operation): boolean {
  return method === 'get' || repeatable === true;
}

/** Undefined for what is no position: then only the primary surely knows. */
function sinceOf(header: unknown): bigint | undefined {
  if (header === undefined) return 0n;
  return typeof header === 'string' ? parsePosition(header) : undefined;
}
