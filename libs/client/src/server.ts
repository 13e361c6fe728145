import { Problem } from '@sigcat/problems';
import { type Answer, exchange, type Exchange, positionHeader } from './exchange';
import { furtherOn } from './position';
import { repeatedly, type RetryPolicy } from './repeatedly';
import { listen, type StreamEvent } from './listening';
import { isRepeatable, type OperationId, pathOf, routes } from './routes';
import { serverProblem } from './server-problem';

/** Parameters of a query; one with several values is given several times, and what is undefined is left out. */
export type Query = Readonly<Record<string, unknown>>;

/** What an operation is asked for, as it is sent. */
export interface Call extends Pick<Exchange, 'body' | 'headers' | 'onProgress' | 'signal'> {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Query;
}

/** A Sigcat somewhere. */
export class Server {
  private readonly base: URL;
  /** After the last change that was made: what is read from now on is to know of it. */
  private position: string | undefined;

  /** @throws TypeError when `base` is no URL. */
  constructor(
    base: string,
    private readonly options: { readonly patienceMs: number; readonly retryPolicy: RetryPolicy },
  ) {
    this.base = new URL(base);
  }

  /** The status and the JSON of an answer; undefined where it has no body. @throws Problem, and the signal's reason. */
  async call(
    id: OperationId,
    { params = {}, query = {}, ...sent }: Call,
  ): Promise<{ status: number; json: unknown }> {
    const { patienceMs, retryPolicy } = this.options;
    const [method] = routes[id];
    const url = this.urlOf(id, params, query);
    const headers = {
      ...sent.headers,
      ...(this.position !== undefined && { [positionHeader]: this.position }),
    };
    const once = (): Promise<Answer> => exchange({ method, url, patienceMs, ...sent, headers });
    const answer = await (isRepeatable(id) ? repeatedly(once, retryPolicy, sent.signal) : once());
    this.position = furtherOn(this.position, answer.position);
    return { status: answer.status, json: jsonOf(answer, url) };
  }

  /** Server-Sent Events, from after the one with that id. @throws Problem, and the signal's reason. */
  events(
    id: OperationId,
    params: Readonly<Record<string, string>>,
    { after, signal }: { readonly after?: string | undefined; readonly signal?: AbortSignal | undefined },
  ): AsyncGenerator<StreamEvent, never, undefined> {
    return listen(this.urlOf(id, params), { after, signal, patienceMs: this.options.patienceMs });
  }

  urlOf(id: OperationId, params: Readonly<Record<string, string>>, query: Query = {}): URL {
    const url = new URL(this.base);
    // The server may be reached below a path of another one.
    url.pathname = `${url.pathname.replace(/\/$/, '')}${pathOf(id, params)}`;
    for (const [name, value] of Object.entries(query)) {
      if (value === undefined) continue;
      for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(one));
    }
    return url;
  }
}

function jsonOf({ status, mediaType, body }: Answer, url: URL): unknown {
  if (status === 204) return undefined;
  const isJson = mediaType === 'application/json' || mediaType === 'application/problem+json';
  const json = isJson ? parsed(body) : undefined;
  if (status >= 200 && status < 300 && typeof json === 'object' && json !== null) return json;
  const problem = status >= 400 ? serverProblem(status, json) : undefined;
  if (problem) throw problem;
  throw new Problem('server-unreachable', `${url.origin} answered ${status}, but not as Sigcat does.`);
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
