import { Readable } from 'node:stream';
import { Problem } from '@sigcat/problems';
import { type FastifyRequest } from 'fastify';

/** Content types of artifacts. Which packing it is, the bytes tell; the type only has to say: no JSON. */
export const artifactMediaTypes = [
  'application/octet-stream',
  'application/zip',
  'application/x-zip-compressed',
  'application/x-tar',
  'application/tar',
  'application/gzip',
  'application/x-gzip',
  'application/x-compressed-tar',
  'application/x-protobuf',
  'application/protobuf',
] as const;

/** The stream of an artifact's bytes. @throws Problem `unsupported-media-type`, `empty-artifact`. */
export function artifactBody({ body }: FastifyRequest): Readable {
  if (body instanceof Readable) return body;
  if (body === undefined || body === null) throw new Problem('empty-artifact', 'The request has no body.');
  throw new Problem('unsupported-media-type', 'The body of this request must be an artifact.');
}
