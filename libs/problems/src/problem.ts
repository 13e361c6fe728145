import { type ProblemCode, problems } from './catalogue';

/** Members of a problem document beside the standard ones, such as `limit` or `findings`. */
export type ProblemExtensions = Readonly<Record<string, unknown>>;

/** A problem document, RFC 9457 section 3. `type` resolves to the page of its code. */
export interface ProblemDocument {
  readonly type: string;
  readonly code: ProblemCode;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly fix: string;
  readonly [extension: string]: unknown;
}

/**
 * Something the user can act on. `detail` says what is wrong and where, in this very case; the title, the
 * HTTP status and the way out belong to the code (see the catalogue).
 */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly extensions: ProblemExtensions = {},
    options?: ErrorOptions,
  ) {
    super(`${code}: ${detail}`, options);
  }

  get status(): number {
    return problems[this.code].status;
  }

  toDocument(): ProblemDocument {
    const { status, title, fix } = problems[this.code];
    return {
      type: `/problems/${this.code}`,
      code: this.code,
      title,
      status,
      detail: this.detail,
      fix,
      ...this.extensions,
    };
  }
}

/** What a named limit was set to, as problems about limits carry it in `limit`. */
export interface ExceededLimit {
  readonly name: string;
  readonly value: number;
}

/** The problem of going over a named, configurable limit. */
export function limitExceeded(code: ProblemCode, what: string, limit: ExceededLimit): Problem {
  return new Problem(code, `${what}; the limit ${limit.name} is ${limit.value}`, { limit });
}
