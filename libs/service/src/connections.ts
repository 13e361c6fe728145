import { type Server } from 'node:http';
import { type Socket } from 'node:net';
import { Problem } from '@sigcat/problems';
import { type FastifyHttpOptions, type FastifyInstance } from 'fastify';
import { sendProblem } from './problem.filter';
import { type Settings } from './settings';

/** Milliseconds that the line and the headers of a request may take to arrive. */
const longestHeadersMs = 60_000;

type ConnectionOptions = Required<
  Pick<FastifyHttpOptions<Server>, 'requestTimeout' | 'connectionTimeout' | 'keepAliveTimeout' | 'http'>
>;

/** How much the beginning of a request may be, how long requests may take to arrive, and connections may be silent. */
export function connectionOptions({
  requestTimeoutMs: requestTimeout,
  idleTimeoutMs,
  maxHeaderBytes: maxHeaderSize,
}: Pick<Settings, 'requestTimeoutMs' | 'idleTimeoutMs' | 'maxHeaderBytes'>): ConnectionOptions {
  // Were this the longer of the two, Node would take one for the other.
  const headersTimeout = Math.min(requestTimeout, longestHeadersMs);
  return {
    requestTimeout,
    connectionTimeout: idleTimeoutMs,
    keepAliveTimeout: idleTimeoutMs,
    http: {
      headersTimeout,
      maxHeaderSize,
      // From time to time Node looks for requests that are late.
      connectionsCheckingInterval: Math.ceil(headersTimeout / 2),
      // refuseEarly() looks for the header, and says what is missing.
      requireHostHeader: false,
    },
  };
}

/**
 * Ends what has been silent for too long. Node would close the connection without a word, and also when the
 * silence is ours, at work on the answer.
 */
export function endSilence(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const { raw } = request;
    const close = (): void => {
      // Not the connection alone: whoever still waits for the body would not hear of its end once all is answered.
      raw.destroy();
      raw.socket.destroy();
    };
    reply.raw.on('timeout', () => {
      if (reply.raw.headersSent) close();
      else if (!raw.complete) {
        reply.raw.once('finish', close);
        sendProblem(request, reply, new Problem('request-timeout', 'The rest of the request did not come.'));
      }
    });
    done();
  });
}

/**
 * Connections that a client has opened and not asked anything over, as browsers do in advance. Node takes them for
 * busy until the headers of their first request are late.
 *
 * @returns closes those that there are
 */
export function closeUnused(server: Server): () => void {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return () => {
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
  };
}
