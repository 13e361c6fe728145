import { Controller, Inject } from '@nestjs/common';
import { type consumers, type Made, operations } from '@sigcat/contracts';
import {
  Given,
  type Input,
  modelAddressed,
  pageAnswer,
  pageRequest,
  Route,
  selectorOf,
} from '@sigcat/service';
import { type DeploymentRecord, Deployments, Versions } from '@sigcat/storage';
import { Deployability } from './deployability';

@Controller()
export class DeploymentsController {
  constructor(
    @Inject(Deployments) private readonly deployments: Deployments,
    @Inject(Deployability) private readonly deployability: Deployability,
    @Inject(Versions) private readonly versions: Versions,
  ) {}

  @Route(operations.recordDeployment)
  async record(
    @Given(operations.recordDeployment) { params, body }: Input<typeof operations.recordDeployment>,
  ): Promise<object> {
    const model = modelAddressed(body.model);
    const { number } = await this.versions.getSummary(model, selectorOf(String(body.version)));
    return deploymentAnswer(await this.deployments.record(model, number, params.environment));
  }

  @Route(operations.listDeployments)
  async list(
    @Given(operations.listDeployments) { params, query }: Input<typeof operations.listDeployments>,
  ): Promise<object> {
    return pageAnswer(await this.deployments.list(params.environment, pageRequest(query)), deploymentAnswer);
  }

  @Route(operations.canIDeploy)
  async canIDeploy(
    @Given(operations.canIDeploy) { query }: Input<typeof operations.canIDeploy>,
  ): Promise<object> {
    const { environment, model = '', version = '', consumer } = query;
    return consumer === undefined
      ? this.deployability.ofVersion(modelAddressed(model), selectorOf(version), environment)
      : this.deployability.ofConsumer(consumer, environment);
  }
}

function deploymentAnswer(record: DeploymentRecord): Made<typeof consumers.deployment> {
  return {
    environment: record.environment,
    namespace: record.namespace,
    model: record.model,
    version: record.version,
    deployed_at: record.deployedAt.toISOString(),
  };
}
