import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Problem } from '@sigcat/problems';

/** Bytes to send, as many as `size` says. */
export interface Body {
  readonly size: number;
  readonly mediaType: string;
  chunks(): AsyncIterable<Uint8Array>;
}

export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Body;
  /** Hears how many bytes of the body are on their way. */
  readonly onProgress?: ((sent: number) => void) | undefined;
  /** Milliseconds without a sign of life after which the server counts as gone. */
  readonly patienceMs: number;
  /** Ends the exchange when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  readonly status: number;
  readonly mediaType: string;
  /** Milliseconds after which the server wants to be asked again; absent where it does not say. */
  readonly retryAfterMs?: number;
  readonly body: Buffer;
  /** How far the server's database was, where something was changed and there are replicas. */
  readonly position?: string;
}

/** Says how far the server's database was after a change; sent along, what is read knows of the change. */
export const positionHeader = 'sigcat-position';

/** The server has not given a sign of life for longer than anybody would wait. */
export class SilenceError extends Error {
  override readonly name = 'SilenceError';
}

/**
 * One request and its answer. The body is sent no faster than the server takes it, and no further once it has
 * answered: a server may refuse an upload before it has read all of it.
 * @throws Problem `server-unreachable`, `upload-incomplete`, whatever reading the body throws, and the reason of the
 *   signal
 */
export async function exchange({ url, ...options }: Exchange): Promise<Answer> {
  const { method, headers, body, onProgress, patienceMs, signal } = options;
  signal?.throwIfAborted();
  const request = url.protocol === 'https:' ? (await import('node:https')).request : httpRequest;
  const outgoing = request(url, {
    method,
    headers: {
      accept: 'application/json',
      ...headers,
      ...(body && { 'content-type': body.mediaType, 'content-length': body.size }),
    },
    agent: false, // A connection kept for more would keep the process from ending.
    timeout: patienceMs,
    ...(signal && { signal }),
  });
  let sent = 0;
  let silence: SilenceError | undefined;
  const answer = answerTo(outgoing).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw failure(url, silence ?? error, sent, body?.size ?? 0);
  });
  outgoing.on('timeout', () => {
    silence = new SilenceError(`no sign of life for ${Math.round(patienceMs / 1000)} seconds`);
    outgoing.destroy(silence);
  });
  const sending = send(outgoing, body, (length) => {
    sent += length;
    onProgress?.(sent);
  });
  try {
    return await Promise.race([answer, sending.then(() => answer)]);
  } finally {
    outgoing.destroy();
  }
}

function answerTo(outgoing: ClientRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let answered = false;
    outgoing.on('response', (incoming) => {
      answered = true;
      collect(incoming).then(resolve, reject);
    });
    outgoing.on('error', (error) => {
      // Once there is an answer it does not matter that the server takes no more.
      if (!answered) reject(error);
    });
  });
}

async function collect(incoming: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { statusCode = 0, headers } = incoming;
  const retryAfterMs = millisecondsUntil(headers['retry-after']);
  const position = headers[positionHeader];
  return {
    status: statusCode,
    mediaType: headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '',
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    body: Buffer.concat(chunks),
    ...(typeof position === 'string' && { position }),
  };
}

/** Of a header `Retry-After`: seconds, or a date; RFC 9110, section 10.2.3. */
function millisecondsUntil(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

async function send(
  outgoing: ClientRequest,
  body: Body | undefined,
  onSent: (length: number) => void,
): Promise<void> {
  const state = { over: false };
  const stop = (): void => {
    state.over = true;
  };
  outgoing.once('response', stop).once('close', stop);
  for await (const chunk of body?.chunks() ?? []) {
    // What is over drains no more: to wait for that would keep the body open for ever.
    if (state.over) return;
    const flushed = outgoing.write(chunk);
    onSent(chunk.length);
    // Even without need to wait, an answer is read before the next write can find the connection closed.
    await (flushed ? nextTurn() : writable(outgoing));
  }
  outgoing.end();
}

/** Resolves when more can be written, or never will. */
function writable(outgoing: ClientRequest): Promise<void> {
  const events = ['drain', 'response', 'close'] as const;
  return new Promise((resolve) => {
    const done = (): void => {
      for (const event of events) outgoing.off(event, done);
      resolve();
    };
    for (const event of events) outgoing.once(event, done);
  });
}

function failure(url: URL, error: unknown, sent: number, size: number): unknown {
  if (error instanceof Problem) return error;
  const cause = { cause: error };
  const { code = '', message } = systemError(error);
  // Who has sent everything is told that there is no answer: it is not known what has become of it.
  if (sent > 0 && sent < size && (code === 'EPIPE' || code === 'ECONNRESET')) {
    const detail = `${url.origin} closed the connection after ${sent} of ${size} bytes were sent.`;
    return new Problem('upload-incomplete', detail, {}, cause);
  }
  return new Problem('server-unreachable', `${url.origin} does not answer: ${message}.`, {}, cause);
}

interface SystemError {
  readonly code?: string;
  readonly message: string;
}

/** Where a name has several addresses, Node tries them all and reports what each of them said. */
function systemError(error: unknown): SystemError {
  const { errors } = error as { readonly errors?: readonly SystemError[] };
  return errors?.[0] ?? (error as SystemError);
}
