import { type Socket } from 'node:net';
import { Problem } from '@sigcat/problems';

/** Milliseconds that a client gets to read why its connection is closed. */
const lingerMs = 1_000;

/**
 * Answers what is no HTTP request, or too much of one, before there is a request to answer: Node parses
 * the line and the headers, and says what it could not with an error's code.
 */
export function answerClientError(error: Error, socket: Socket): void {
  const code = 'code' in error ? error.code : undefined;
  // One who goes on sending is no better understood later: cut off now, he could not read what he was told.
  if (code === 'ECONNRESET' || socket.destroyed || socket.writableEnded) return;
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const document = problemOf(error, code).toDocument();
  const body = JSON.stringify(document);
  socket.end(
    `HTTP/1.1 ${document.status} ${document.title}\r\n` +
      'content-type: application/problem+json\r\n' +
      `content-length: ${Buffer.byteLength(body)}\r\n` +
      `connection: close\r\n\r\n${body}`,
  );
  // To one that only goes on sending, what has been said means nothing.
  setTimeout(() => socket.destroy(), lingerMs).unref();
}

function problemOf(error: Error, code: unknown): Problem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new Problem(
        'headers-too-large',
        'The address and the headers have more bytes than a server takes.',
      );
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Problem('request-timeout', 'The request did not arrive in time.');
    default:
      return new Problem('invalid-request', `This is no HTTP request: ${reasonOf(error)}.`, { errors: [] });
  }
}

/** What Node's parser says of it, such as `Invalid method encountered`. */
function reasonOf(error: Error): string {
  return 'reason' in error ? String(error.reason) : error.message;
}
