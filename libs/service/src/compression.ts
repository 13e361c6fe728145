import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { type FastifyInstance } from 'fastify';

/** Bytes of a body below which it fits into one packet, so that nobody would have it any sooner. */
const leastBytes = 1_400;

type Encoding = 'br' | 'gzip';

/** Quick ones: a body is compressed each time that it is asked for. */
const compressors: Readonly<Record<Encoding, (body: string) => Promise<Buffer>>> = {
  br: (body) => brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (body) => zip(body, { level: 4 }),
};

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/**
 * Compresses answers in JSON, and in other text, for those who ask for that. Artifacts are streams: they go as they
 * are, so that ranges of them are ranges of what was published, and most have been compressed before.
 */
export function compressAnswers(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const isText = typeof payload === 'string';
    if (isText || reply.statusCode === 304) void reply.header('vary', 'accept-encoding');
    const encoding =
      isText && payload.length >= leastBytes
        ? acceptedEncoding(request.headers['accept-encoding'])
        : undefined;
    if (!isText || encoding === undefined) {
      done(null, payload);
      return;
    }
    compressors[encoding](payload).then((compressed) => {
      void reply.header('content-encoding', encoding).removeHeader('content-length');
      done(null, compressed);
    }, done);
  });
}

/** The encoding that a header `Accept-Encoding` likes best of those we have; RFC 9110, section 12.5.3. */
export function acceptedEncoding(header = ''): Encoding | undefined {
  const weights = new Map(header.toLowerCase().split(',').map(weightOf));
  const weight = (encoding: Encoding): number => weights.get(encoding) ?? weights.get('*') ?? 0;
  const best = weight('gzip') > weight('br') ? 'gzip' : 'br';
  return weight(best) > 0 ? best : undefined;
}

/** Of a part such as `gzip;q=0.5`: the encoding, and how much it is wanted, from 0 to 1. */
function weightOf(part: string): [string, number] {
  const [encoding = '', weight] = part.split(';').map((text) => text.trim());
  return [encoding, weight === undefined ? 1 : Number(/^q=([01](\.\d{0,3})?)$/.exec(weight)?.[1] ?? 0)];
}
