import { Controller, Inject } from '@nestjs/common';
import { operations } from '@sigcat/contracts';
import { Problem } from '@sigcat/problems';
import { Given, type Input, Route, selectorOf } from '@sigcat/service';
import { Reports, Versions } from '@sigcat/storage';
import { Checker } from './checker';

@Controller()
export class ReportsController {
  constructor(
    @Inject(Reports) private readonly reports: Reports,
    @Inject(Versions) private readonly versions: Versions,
    @Inject(Checker) private readonly checker: Checker,
  ) {}

  @Route(operations.getReport)
  async get(@Given(operations.getReport) { params }: Input<typeof operations.getReport>): Promise<object> {
    const { number } = await this.versions.getSummary(params, selectorOf(params.version));
    const report = await this.reports.find(params, number);
    if (!report) {
      throw new Problem('report-not-found', `${params.namespace}/${params.model}@${number} has no report.`);
    }
    return report;
  }

  @Route(operations.diffVersions)
  async diff(
    @Given(operations.diffVersions) { params, query }: Input<typeof operations.diffVersions>,
  ): Promise<object> {
    const { from, to, ...how } = query;
    return this.checker.diff(params, selectorOf(from), selectorOf(to), how);
  }
}
