import { type IncomingHttpHeaders } from 'node:http';
import { type Dispatcher } from 'undici';

export interface Posted {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The beginning of what was answered. */
  readonly said: Buffer;
}

export interface Posting {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PostingBounds {
  /** Milliseconds that all of it may take. */
  readonly timeoutMs: number;
  /** More is not read: a receiver that goes on has its connection closed. */
  readonly maxBytes: number;
}

/** Took too long. */
class TooSlow extends Error {
  override readonly name = 'TimeoutError';
}

/**
 * Posts once and follows nothing. It reads the answer as it comes: a stream for each of ten thousand answers would cost
 * more than to send what they answer to.
 *
 * @throws Error where there is no status; what an answer means has been said by then, so it does not matter how it ends.
 */
export function post(
  dispatcher: Dispatcher,
  { url, headers, body }: Posting,
  { timeoutMs, maxBytes }: PostingBounds,
): Promise<Posted> {
  return new Promise((resolve, reject) => {
    let answer: Omit<Posted, 'said'> | undefined;
    const said: Buffer[] = [];
    let length = 0;
    let request: Dispatcher.DispatchController | undefined;
    let late: Error | undefined;
    const timer = setTimeout(() => {
      late = new TooSlow(`it took more than ${timeoutMs} ms`);
      end(late);
      request?.abort(late);
    }, timeoutMs);
    const end = (error?: Error): void => {
      clearTimeout(timer);
      if (answer) resolve({ ...answer, said: Buffer.concat(said) });
      else reject(error ?? new Error('there was no answer'));
    };
    dispatcher.dispatch(
      { origin: url.origin, path: url.pathname + url.search, method: 'POST', headers, body },
      {
        onRequestStart(controller) {
          request = controller;
          if (late) controller.abort(late);
        },
        onResponseStart(_controller, status, answered) {
          // What comes before the answer, such as 103, is none.
          if (status >= 200) answer = { status, headers: answered };
        },
        onResponseData(controller, chunk) {
          length += chunk.length;
          // The chunk is a view of a buffer that is used again.
          said.push(Buffer.from(chunk.subarray(0, maxBytes)));
          if (length > maxBytes) controller.abort(new Error('enough was read'));
        },
        onResponseEnd: () => {
          end();
        },
        onResponseError(_controller, error) {
          end(error);
        },
      },
    );
  });
}
