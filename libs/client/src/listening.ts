import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '@sigcat/problems';
import { createParser } from 'eventsource-parser';
import { SilenceError } from './exchange';
import { serverProblem } from './server-problem';

/** One event of a stream. */
export interface StreamEvent {
  readonly id: string;
  readonly data: string;
}

export interface Listening {
  /** The id of the last event that was heard; left out, those from now on are. */
  readonly after?: string | undefined;
  /** Milliseconds without a sign of life after which the server counts as gone. */
  readonly patienceMs: number;
  /** Ends it when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Until the server says otherwise. */
const usualRetryMs = 1_000;

/**
 * Server-Sent Events for as long as there are any. Where the stream breaks off it is taken up again after the last
 * event, as often as that takes.
 *
 * @throws Problem the server's own, `server-unreachable` where it has not answered once; and the signal's reason
 */
export async function* listen(
  url: URL,
  { after, patienceMs, signal }: Listening,
): AsyncGenerator<StreamEvent, never, undefined> {
  let last = after;
  let retryMs = usualRetryMs;
  for (let heard = false; ;) {
    try {
      for await (const event of connection(url, last, patienceMs, signal)) {
        heard = true;
        if (event.retryMs !== undefined) retryMs = event.retryMs;
        if (event.id === undefined || event.data === undefined) continue;
        last = event.id;
        yield { id: event.id, data: event.data };
      }
    } catch (error) {
      signal?.throwIfAborted();
      // What the server will not give now it will not give later; and it may be on its way down, or up again.
      if (!heard || (error instanceof Problem && error.status < 500)) throw error;
    }
    await wait(retryMs, undefined, signal ? { signal } : {});
  }
}

interface Heard {
  readonly id?: string | undefined;
  readonly data?: string;
  readonly retryMs?: number;
}

async function* connection(
  url: URL,
  last: string | undefined,
  patienceMs: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Heard, void, undefined> {
  const silence = new AbortController();
  const timer = setTimeout(() => {
    silence.abort(new SilenceError(`no sign of life for ${Math.round(patienceMs / 1000)} seconds`));
  }, patienceMs);
  try {
    const answer = await fetch(url, {
      headers: { accept: 'text/event-stream', ...(last !== undefined && { 'last-event-id': last }) },
      signal: signal ? AbortSignal.any([signal, silence.signal]) : silence.signal,
    });
    if (answer.status !== 200 || !answer.body) throw await refusal(answer, url);
    yield {};
    const arrived: Heard[] = [];
    const parser = createParser({
      onEvent: ({ id, data }) => arrived.push({ id, data }),
      onRetry: (retryMs) => arrived.push({ retryMs }),
    });
    const decoder = new TextDecoder();
    for await (const chunk of answer.body) {
      timer.refresh();
      parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
      yield* arrived.splice(0);
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    const { message } = (
      error instanceof Error && error.cause instanceof Error ? error.cause : error
    ) as Error;
    const detail = `${url.origin} does not answer: ${message}.`;
    throw new Problem('server-unreachable', detail, {}, { cause: error });
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}

async function refusal(answer: Response, url: URL): Promise<Problem> {
  const json: unknown = await answer.json().catch(() => undefined);
  return (
    serverProblem(answer.status, json) ??
    new Problem('server-unreachable', `${url.origin} answered ${answer.status}, but not as Sigcat does.`)
  );
}
