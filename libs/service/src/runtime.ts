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
  migrate,
  Models,
  Publishing,
  Removals,
  Reports,
  Names,
  PartsOfNames,
  SavedSearches,
  Signatures,
  SignatureSearch,
  Spool,
  Subscriptions,
  Versions,
} from '@sigcat/storage';
import { Metrics } from './metrics';
import { type Settings } from './settings';

/** All that a service stands on, opened once a process. */
export interface Runtime {
  readonly settings: Settings;
  readonly database: Database;
  readonly store: FileArtifactStore;
  readonly artifacts: Artifacts;
  readonly spool: Spool;
  readonly models: Models;
  readonly versions: Versions;
  readonly aliases: Aliases;
  readonly approvals: Approvals;
  readonly configs: Configs;
  readonly declarations: Declarations;
  readonly deployments: Deployments;
  readonly judging: Judging;
  readonly removals: Removals;
  readonly reports: Reports;
  readonly publishing: Publishing;
  readonly search: SignatureSearch;
  readonly savedSearches: SavedSearches;
  readonly names: Names;
  readonly subscriptions: Subscriptions;
  readonly alerts: Alerts;
  readonly deliveries: Deliveries;
  readonly metrics: Metrics;
}

/**
 * Brings the database up to date and opens everything. The caller closes `database` in the end.
 * @throws Error when the database or a folder cannot be had.
 */
export async function openRuntime(settings: Settings & { readonly databaseUrl: string }): Promise<Runtime> {
  await migrate(settings.databaseUrl);
  const store = await FileArtifactStore.open(settings.artifactDir);
  const spool = await Spool.open(settings.spoolDir, settings);
  const database = new Database({ url: settings.databaseUrl, ...settings });
  const signatures = new Signatures();
  const parts = new PartsOfNames(database);
  return {
    settings,
    database,
    store,
    artifacts: new Artifacts(database, store),
    spool,
    models: new Models(database, parts),
    versions: new Versions(database, signatures, parts),
    aliases: new Aliases(database, signatures),
    approvals: new Approvals(database),
    configs: new Configs(database),
    declarations: new Declarations(database),
    deployments: new Deployments(database),
    judging: new Judging(database, signatures),
    removals: new Removals(database),
    reports: new Reports(database),
    publishing: new Publishing(database, signatures),
    search: new SignatureSearch(database, signatures, settings),
    savedSearches: new SavedSearches(database),
    names: new Names(database),
    subscriptions: new Subscriptions(database),
    alerts: new Alerts(database),
    deliveries: new Deliveries(database),
    metrics: new Metrics(database),
  };
}
