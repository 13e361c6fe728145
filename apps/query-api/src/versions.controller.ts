import { Controller, Inject, Res } from '@nestjs/common';
import { operations } from '@sigcat/contracts';
import { limitExceeded, Problem } from '@sigcat/problems';
import {
  Given,
  type Input,
  labelFiltersOf,
  pageAnswer,
  pageRequest,
  Route,
  selectorOf,
  SETTINGS,
  type Settings,
  versionAddressed,
  versionAnswer,
  versionSummaryAnswer,
} from '@sigcat/service';
import { Models, type VersionFilter, Versions } from '@sigcat/storage';
import type { FastifyReply } from 'fastify';
import { VersionTexts } from './version-texts';

@Controller()
export class VersionsController {
  constructor(
    @Inject(Versions) private readonly versions: Versions,
    @Inject(VersionTexts) private readonly texts: VersionTexts,
    @Inject(Models) private readonly models: Models,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Route(operations.listAllVersions)
  listAll(
    @Given(operations.listAllVersions) { query }: Input<typeof operations.listAllVersions>,
  ): Promise<object> {
    const { namespace, name } = query;
    return this.listWhere(
      { ...(namespace !== undefined && { namespace }), ...(name !== undefined && { name }) },
      query,
    );
  }

  @Route(operations.listVersions)
  async list(
    @Given(operations.listVersions) { params, query }: Input<typeof operations.listVersions>,
  ): Promise<object> {
    const page = await this.listWhere(params, query);
    // An empty list is an answer for a model that is there, and a mistake for one that is not.
    if (page.items.length === 0) await this.models.get(params);
    return page;
  }

  @Route(operations.getVersion)
  get(
    @Given(operations.getVersion) { params }: Input<typeof operations.getVersion>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    void reply.type('application/json; charset=utf-8');
    return this.texts.of(params, selectorOf(params.version));
  }

  @Route(operations.batchGetVersions)
  async getMany(
    @Given(operations.batchGetVersions) { body }: Input<typeof operations.batchGetVersions>,
  ): Promise<object> {
    const { maxBatchVersions, maxBatchBytes } = this.settings;
    if (body.versions.length > maxBatchVersions) {
      const limit = { name: 'maxBatchVersions', value: maxBatchVersions };
      throw limitExceeded('batch-too-large', `${body.versions.length} versions`, limit);
    }
    const found = await this.versions.getMany(body.versions.map(versionAddressed), { maxBatchBytes });
    return {
      items: found.map((version, place) => ({
        address: body.versions[place],
        ...(version instanceof Problem
          ? { problem: version.toDocument() }
          : { version: versionAnswer(version) }),
      })),
    };
  }

  private async listWhere(
    where: Omit<VersionFilter, 'labels'>,
    { format, digest, signature, label, ...paging }: Input<typeof operations.listVersions>['query'],
  ): Promise<{ items: object[] }> {
    const filter: VersionFilter = {
      ...where,
      ...(format !== undefined && { format }),
      ...(digest !== undefined && { digest }),
      ...(signature !== undefined && { signature }),
      labels: labelFiltersOf(label),
    };
    return pageAnswer(await this.versions.list(filter, pageRequest(paging)), versionSummaryAnswer);
  }
}
