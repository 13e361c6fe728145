import { Controller, Inject, Req, Res } from '@nestjs/common';
import { names, operations } from '@sigcat/contracts';
import { Problem } from '@sigcat/problems';
import {
  arrivalOf,
  Given,
  type Input,
  Intake,
  Route,
  SETTINGS,
  type Settings,
  versionAnswer,
} from '@sigcat/service';
import { type Labels, type ModelName, Versions } from '@sigcat/storage';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Publisher, type PublishRequest, rehearsalAnswer } from './publisher';

@Controller()
export class PublishController {
  constructor(
    @Inject(Intake) private readonly intake: Intake,
    @Inject(Publisher) private readonly publisher: Publisher,
    @Inject(Versions) private readonly versions: Versions,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Route(operations.publishVersion)
  async publish(
    @Given(operations.publishVersion) { params, query, headers }: Input<typeof operations.publishVersion>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const publishing: PublishRequest = {
      ...params,
      labels: labelsOf(query.label),
      dryRun: query.dry_run,
      ifExists: query.if_exists,
      approving: query.approving,
    };
    const published = await this.intake.take(
      arrivalOf(request, headers),
      [this.settings.artifactDir],
      (arrived) => this.publisher.publish(publishing, arrived),
    );
    if (published.outcome === 'rehearsed') return rehearsalAnswer(published.rehearsal, published.content);
    if (published.outcome === 'existing') {
      return versionAnswer(await this.versions.get(params, { by: 'number', number: published.number }));
    }
    void reply.status(201).header('location', locationOf(params, published.number));
    return { ...versionAnswer(published.version), report: published.judgement.report };
  }
}

function locationOf({ namespace, model }: ModelName, number: number): string {
  return `/api/v1/models/${namespace}/${model}/versions/${number}`;
}

/** @throws Problem `invalid-request`. */
function labelsOf(texts: readonly string[]): Labels {
  const pairs = texts.map((text): [string, string] => {
    const equals = text.indexOf('=');
    return equals < 0 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
  });
  const labels = names.labels.safeParse(Object.fromEntries(pairs));
  if (labels.success) return labels.data;
  const errors = labels.error.issues.map(({ message }) => ({ at: 'query/label', message }));
  throw new Problem('invalid-request', errors.map(({ at, message }) => `${at}: ${message}`).join('; '), {
    errors,
  });
}
