import { Problem } from '@sigcat/problems';

/** Where in a text something is wrong. */
export interface Place {
  readonly text: string;
  /** In UTF-16 code units from 0. */
  readonly position: number;
}

/** A problem with something that was written, and where in it. */
export class PointedProblem extends Problem {
  private constructor(
    private readonly problem: Problem,
    readonly place: Place,
  ) {
    super(problem.code, problem.detail, problem.extensions, { cause: problem });
  }

  /**
   * The problem that points into what was written; undefined for any other error.
   * @param written texts by the last part of where the request has them: `q` is `query/q` or `body/search/q`
   */
  static of(
    error: unknown,
    written: Readonly<Record<string, string | undefined>>,
  ): PointedProblem | undefined {
    if (!(error instanceof Problem)) return undefined;
    const { position, errors } = error.extensions as Partial<Located>;
    const text = written[errors?.[0]?.at.split('/').at(-1) ?? ''];
    if (text === undefined || typeof position !== 'number') return undefined;
    return new PointedProblem(error, { text, position });
  }

  override get status(): number {
    return this.problem.status;
  }

  override toDocument(): ReturnType<Problem['toDocument']> {
    return this.problem.toDocument();
  }
}

/** Extensions of problems that say where they are. */
interface Located {
  readonly position: unknown;
  readonly errors: readonly { readonly at: string }[];
}
