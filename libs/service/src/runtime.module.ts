import { type DynamicModule, Module } from '@nestjs/common';
import {
  Alerts,
  Aliases,
  Approvals,
  Artifacts,
  Configs,
  Database,
  Declarations,
  Deliveries,
  Deployments,
  FileArtifactStore,
  Judging,
  Models,
  Publishing,
  Removals,
  Reports,
  Names,
  SavedSearches,
  SignatureSearch,
  Spool,
  Subscriptions,
  Versions,
} from '@sigcat/storage';
import { Metrics } from './metrics';
import { type Runtime } from './runtime';

/** The settings, for injection. */
export const SETTINGS = Symbol('settings');

/** Gives the parts of the runtime to whatever asks for them by class. */
@Module({})
export class RuntimeModule {
  static of(runtime: Runtime): DynamicModule {
    const providers = [
      { provide: SETTINGS, useValue: runtime.settings },
      { provide: Database, useValue: runtime.database },
      { provide: FileArtifactStore, useValue: runtime.store },
      { provide: Artifacts, useValue: runtime.artifacts },
      { provide: Spool, useValue: runtime.spool },
      { provide: Models, useValue: runtime.models },
      { provide: Versions, useValue: runtime.versions },
      { provide: Aliases, useValue: runtime.aliases },
      { provide: Approvals, useValue: runtime.approvals },
      { provide: Configs, useValue: runtime.configs },
      { provide: Declarations, useValue: runtime.declarations },
      { provide: Deployments, useValue: runtime.deployments },
      { provide: Judging, useValue: runtime.judging },
      { provide: Removals, useValue: runtime.removals },
      { provide: Reports, useValue: runtime.reports },
      { provide: Publishing, useValue: runtime.publishing },
      { provide: SignatureSearch, useValue: runtime.search },
      { provide: Names, useValue: runtime.names },
      { provide: SavedSearches, useValue: runtime.savedSearches },
      { provide: Subscriptions, useValue: runtime.subscriptions },
      { provide: Alerts, useValue: runtime.alerts },
      { provide: Deliveries, useValue: runtime.deliveries },
      { provide: Metrics, useValue: runtime.metrics },
    ];
    return { module: RuntimeModule, global: true, providers, exports: providers };
  }
}
