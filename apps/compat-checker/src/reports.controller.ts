import { Controller, Inject } from '@nestjs/common';
import { judge } from '@sigcat/compat';
import { compatibility, operations } from '@sigcat/contracts';
import { Problem } from '@sigcat/problems';
import { Given, type Input, Route, selectorOf } from '@sigcat/service';
import { Configs, Reports, Versions } from '@sigcat/storage';

@Controller()
export class ReportsController {
  constructor(
    @Inject(Reports) private readonly reports: Reports,
    @Inject(Versions) private readonly versions: Versions,
    @Inject(Configs) private readonly configs: Configs,
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
    const [from, to, settings] = await Promise.all([
      this.versions.get(params, selectorOf(query.from)),
      this.versions.get(params, selectorOf(query.to)),
      this.configs.effective(params),
    ]);
    const chosen = compatibility.settingsOf(compatibility.config.parse(settings));
    return compatibility.reportBetween(from.number, to.number, judge(from.signatures, to.signatures, chosen));
  }
}
