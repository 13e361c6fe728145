import { Problem, type ProblemCode, type ProblemDocument } from '@sigcat/problems';

const standardMembers: ReadonlySet<string> = new Set(['type', 'code', 'title', 'status', 'detail', 'fix']);

/**
 * A problem that a server has answered with. The server may be newer than this client and have codes and words of
 * its own, so that everything stays as it came.
 */
export class ServerProblem extends Problem {
  constructor(private readonly document: ProblemDocument) {
    const extensions = Object.entries(document).filter(([member]) => !standardMembers.has(member));
    super(document.code, document.detail, Object.fromEntries(extensions));
  }

  override get status(): number {
    return this.document.status;
  }

  override toDocument(): ProblemDocument {
    return this.document;
  }
}

/** The problem that a JSON value describes, RFC 9457; undefined where it describes none. */
export function serverProblem(status: number, json: unknown): ServerProblem | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const document = json as Readonly<Record<string, unknown>>;
  const { code } = document;
  if (typeof code !== 'string' || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(code)) return undefined;
  const text = (member: string, otherwise: string): string => {
    const value = document[member];
    return typeof value === 'string' ? value : otherwise;
  };
  const title = text('title', 'The server reports a problem');
  return new ServerProblem({
    ...document,
    type: text('type', `/problems/${code}`),
    // Perhaps a code that this client does not know yet.
    code: code as ProblemCode,
    title,
    status,
    detail: text('detail', `${title}.`),
    fix: text('fix', 'See the documentation of the server.'),
  });
}
