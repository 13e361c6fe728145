import { type Operation, type OperationId, openApiDocument, operations } from '@sigcat/contracts';
import Ajv from 'ajv/dist/2020';
import { type z } from 'zod';

type Operations = typeof operations;

/** The body that an operation answers with when all goes well: what 201 says, where there is one, else 200. */
type Body<O> = O extends { readonly answers: { readonly 201: infer Made extends z.ZodType } }
  ? z.output<Made>
  : O extends { readonly answers: { readonly 200: infer Good extends z.ZodType } }
    ? z.output<Good>
    : undefined;

/** An answer, already held against the description of the interface. */
export interface Answer<Id extends OperationId = OperationId> {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON of the body; after a problem it is not what the type says. */
  readonly json: Body<Operations[Id]>;
  /** The JSON of the body where it is a problem. */
  readonly problem: {
    readonly code: string;
    readonly findings?: readonly { readonly rule: string; readonly fingerprint: string }[];
  };
  readonly bytes: Buffer;
}

export interface Ask {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes are sent as an artifact, anything else as JSON. */
  readonly body?: unknown;
}

const document = openApiDocument();
const ajv = new Ajv({ strict: false, validateFormats: false });
ajv.addSchema({ $id: 'openapi', ...(document as object) });

/** Asks a running Sigcat for an operation; every answer must be one that openapi.json describes. */
export class Api {
  constructor(readonly url: string) {}

  async ask<Id extends OperationId>(
    id: Id,
    { params = {}, query = {}, headers = {}, body }: Ask = {},
  ): Promise<Answer<Id>> {
    const operation: Operation = operations[id];
    const artifact = body instanceof Uint8Array;
    const response = await fetch(this.addressOf(operation, params, query), {
      method: operation.method.toUpperCase(),
      headers: {
        ...(body !== undefined && {
          'content-type': artifact ? 'application/octet-stream' : 'application/json',
        }),
        ...headers,
      },
      ...(body !== undefined && { body: artifact ? Buffer.from(body) : JSON.stringify(body) }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
    const json: unknown = isJson ? JSON.parse(bytes.toString()) : undefined;
    checkAnswer(operation, response.status, response.headers.get('content-type'), json);
    return {
      status: response.status,
      headers: response.headers,
      json: json as Body<Operations[Id]>,
      problem: json as Answer['problem'],
      bytes,
    };
  }

  /** Publishes bytes and expects them to become a version. */
  async publish(
    model: string,
    body: Uint8Array,
    query: Ask['query'] = {},
  ): Promise<Answer<'publishVersion'>> {
    const [name = '', namespace = 'default'] = model.split('/').reverse();
    return this.ask('publishVersion', { params: { namespace, model: name }, query, body });
  }

  private addressOf(
    operation: Operation,
    params: NonNullable<Ask['params']>,
    query: NonNullable<Ask['query']>,
  ): URL {
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(params[name] ?? ''),
    );
    const url = new URL(path, this.url);
    for (const [name, value] of Object.entries(query)) {
      for (const one of Array.isArray(value) ? (value as string[]) : [value])
        url.searchParams.append(name, String(one));
    }
    return url;
  }
}

function checkAnswer(operation: Operation, status: number, type: string | null, json: unknown): void {
  const pointer = ['#', 'paths', operation.path, operation.method, 'responses', String(status)];
  const described: unknown =
    document.paths?.[operation.path]?.[operation.method]?.responses?.[String(status)];
  const where = `${operation.method} ${operation.path} ${status}`;
  // Facades speak other protocols' errors.
  if (operation.tag === 'facades' && status >= 400) return;
  if (!described) throw new Error(`${where} is not described: ${JSON.stringify(json)}`);
  if (json === undefined) return;
  const media = (type ?? '').split(';', 1)[0] ?? '';
  const path = [...pointer, 'content', media, 'schema'].map((part) =>
    encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1')),
  );
  const validate = ajv.getSchema(`openapi${path.join('/').replace('%23', '#')}`);
  if (!validate) throw new Error(`${where} has no schema for ${media}`);
  if (!validate(json))
    throw new Error(
      `${where}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(json).slice(0, 2_000)}`,
    );
}
