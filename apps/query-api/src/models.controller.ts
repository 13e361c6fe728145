import { Controller, Inject } from '@nestjs/common';
import { operations } from '@sigcat/contracts';
import {
  Given,
  type Input,
  labelFiltersOf,
  modelAnswer,
  pageAnswer,
  pageRequest,
  Route,
} from '@sigcat/service';
import { Aliases, Models } from '@sigcat/storage';

@Controller()
export class ModelsController {
  constructor(
    @Inject(Models) private readonly models: Models,
    @Inject(Aliases) private readonly aliases: Aliases,
  ) {}

  @Route(operations.listModels)
  list(@Given(operations.listModels) { query }: Input<typeof operations.listModels>): Promise<object> {
    return this.listIn({}, query);
  }

  @Route(operations.listModelsOfNamespace)
  listOfNamespace(
    @Given(operations.listModelsOfNamespace)
    { params, query }: Input<typeof operations.listModelsOfNamespace>,
  ): Promise<object> {
    return this.listIn(params, query);
  }

  @Route(operations.getModel)
  async get(@Given(operations.getModel) { params }: Input<typeof operations.getModel>): Promise<object> {
    return modelAnswer(await this.models.get(params));
  }

  @Route(operations.listAliases)
  async listAliases(
    @Given(operations.listAliases) { params }: Input<typeof operations.listAliases>,
  ): Promise<object> {
    const aliases = await this.aliases.list(params);
    return {
      items: aliases.map(({ name, version, updatedAt }) => ({
        name,
        version,
        updated_at: updatedAt.toISOString(),
      })),
    };
  }

  private async listIn(
    within: { readonly namespace?: string },
    { name, label, ...paging }: Input<typeof operations.listModels>['query'],
  ): Promise<object> {
    const filter = { ...within, ...(name !== undefined && { name }), labels: labelFiltersOf(label) };
    return pageAnswer(await this.models.list(filter, pageRequest(paging)), modelAnswer);
  }
}
