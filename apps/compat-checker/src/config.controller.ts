import { Controller, Inject } from '@nestjs/common';
import { operations } from '@sigcat/contracts';
import { Problem } from '@sigcat/problems';
import { Given, type Input, Route } from '@sigcat/service';
import { type ConfigLevel, Configs, type ConfigSettings } from '@sigcat/storage';
import { effectiveConfig } from './effective-config';

@Controller()
export class ConfigController {
  constructor(@Inject(Configs) private readonly configs: Configs) {}

  @Route(operations.getConfig)
  getForAll(@Given(operations.getConfig) { query }: Input<typeof operations.getConfig>): Promise<object> {
    return this.get({}, query);
  }

  @Route(operations.putConfig)
  putForAll(
    @Given(operations.putConfig) { body }: Input<typeof operations.putConfig>,
  ): Promise<ConfigSettings> {
    return this.put({}, body);
  }

  @Route(operations.deleteConfig)
  removeForAll(): Promise<void> {
    return this.remove({});
  }

  @Route(operations.getNamespaceConfig)
  getForNamespace(
    @Given(operations.getNamespaceConfig) { params, query }: Input<typeof operations.getNamespaceConfig>,
  ): Promise<object> {
    return this.get(params, query);
  }

  @Route(operations.putNamespaceConfig)
  putForNamespace(
    @Given(operations.putNamespaceConfig) { params, body }: Input<typeof operations.putNamespaceConfig>,
  ): Promise<ConfigSettings> {
    return this.put(params, body);
  }

  @Route(operations.deleteNamespaceConfig)
  removeForNamespace(
    @Given(operations.deleteNamespaceConfig) { params }: Input<typeof operations.deleteNamespaceConfig>,
  ): Promise<void> {
    return this.remove(params);
  }

  @Route(operations.getModelConfig)
  getForModel(
    @Given(operations.getModelConfig) { params, query }: Input<typeof operations.getModelConfig>,
  ): Promise<object> {
    return this.get(params, query);
  }

  @Route(operations.putModelConfig)
  putForModel(
    @Given(operations.putModelConfig) { params, body }: Input<typeof operations.putModelConfig>,
  ): Promise<ConfigSettings> {
    return this.put(params, body);
  }

  @Route(operations.deleteModelConfig)
  removeForModel(
    @Given(operations.deleteModelConfig) { params }: Input<typeof operations.deleteModelConfig>,
  ): Promise<void> {
    return this.remove(params);
  }

  private async get(level: ConfigLevel, { effective }: { effective: boolean }): Promise<object> {
    if (effective) return effectiveConfig(await this.configs.layers(level));
    const settings = await this.configs.get(level);
    if (!settings) throw new Problem('config-not-found', `Nothing is configured for ${nameOf(level)}.`);
    return settings;
  }

  private async put(level: ConfigLevel, settings: ConfigSettings): Promise<ConfigSettings> {
    await this.configs.put(level, settings);
    return settings;
  }

  private async remove(level: ConfigLevel): Promise<void> {
    if (!(await this.configs.remove(level))) {
      throw new Problem('config-not-found', `Nothing is configured for ${nameOf(level)}.`);
    }
  }
}

function nameOf({ namespace, model }: ConfigLevel): string {
  if (namespace === undefined) return 'everything';
  return model === undefined ? `the namespace ${namespace}` : `the model ${namespace}/${model}`;
}
