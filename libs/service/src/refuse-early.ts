import { Problem } from '@sigcat/problems';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { allowedMethods } from './allowed-methods';

/**
 * Refuses, before its body arrives, what cannot be served: requests that come once `stopping` is aborted, that
 * HTTP forbids, or whose method their address does not take.
 */
export function refuseEarly(fastify: FastifyInstance, stopping: AbortSignal): void {
  // Node would refuse these itself, without a body, if nobody listened.
  fastify.server.on('checkExpectation', (request, response) => {
    fastify.routing(request, response);
  });
  fastify.addHook('onRequest', async (request, reply) => {
    if (stopping.aborted) throw new Problem('shutting-down', 'The server has been told to stop.');
    checkHeaders(request);
    if (request.is404) await checkMethod(request, reply);
  });
}

/** @throws Problem `invalid-request`, `expectation-failed`. */
function checkHeaders({ headers: { host, expect }, raw }: FastifyRequest): void {
  if (raw.httpVersion !== '1.1') return;
  if (host === undefined) {
    const message = 'HTTP/1.1 requires it';
    throw new Problem('invalid-request', `headers/host: ${message}`, {
      errors: [{ at: 'headers/host', message }],
    });
  }
  if (expect !== undefined && expect.toLowerCase() !== '100-continue')
    throw new Problem(
      'expectation-failed',
      `The server cannot meet the expectation ${JSON.stringify(expect)}.`,
    );
}

/** Answers OPTIONS itself. @throws Problem `method-not-allowed`. */
async function checkMethod({ method, url }: FastifyRequest, reply: FastifyReply): Promise<void> {
  const [path = ''] = url.split('?', 1);
  const allow = allowedMethods(path);
  if (method === 'OPTIONS' && allow.length > 0) {
    await reply.status(204).header('allow', allow.join()).send();
  } else if (allow.length > 0 && !allow.includes(method)) {
    throw new Problem('method-not-allowed', `${path} does not take ${method}.`, { allow });
  }
}
