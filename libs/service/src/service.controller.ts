import { Controller, Inject, Res } from '@nestjs/common';
import { type OpenApiDocument, openApiDocument, operations } from '@sigcat/contracts';
import { isProblemCode, Problem, problemCodes, problems } from '@sigcat/problems';
import { Database, FileArtifactStore } from '@sigcat/storage';
import type { FastifyReply } from 'fastify';
import { Metrics } from './metrics';
import { Given, type Input, Route } from './route';

/** What every service tells of itself. */
@Controller()
export class ServiceController {
  private document: OpenApiDocument | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(FileArtifactStore) private readonly store: FileArtifactStore,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  @Route(operations.getHealth)
  health(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Route(operations.getReadiness)
  async readiness(): Promise<{ status: 'ok' }> {
    await Promise.all([this.database.check(), this.store.check()]);
    return { status: 'ok' };
  }

  @Route(operations.getMetrics)
  getMetrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.type(this.metrics.contentType);
    return this.metrics.text();
  }

  @Route(operations.getOpenApi)
  openApi(): OpenApiDocument {
    return (this.document ??= openApiDocument());
  }

  @Route(operations.listProblems)
  listProblems(): { items: unknown[] } {
    return { items: problemCodes.map((code) => ({ code, ...problems[code] })) };
  }

  @Route(operations.getProblem)
  getProblem(@Given(operations.getProblem) { params }: Input<typeof operations.getProblem>): unknown {
    const { code } = params;
    if (!isProblemCode(code)) throw new Problem('problem-not-found', `There is no problem code ${code}.`);
    return { code, ...problems[code] };
  }
}
