import type {
  approvals,
  compatibility,
  consumers,
  savedSearches,
  search,
  signatures,
  subscriptions,
  versions,
} from '@sigcat/contracts';
import type { z } from 'zod';

export type AlertCloudEvent = z.output<typeof subscriptions.alertEvent>;
export type Signatures = z.output<typeof signatures.modelSignatures>;
export type SearchPage = z.output<typeof search.searchPage>;
export type Facets = z.output<typeof search.facets>;
export type Names = z.output<typeof search.names>;
export type SavedSearch = z.output<typeof savedSearches.savedSearch>;
export type SavedSearchPage = z.output<typeof savedSearches.savedSearchPage>;
export type Report = z.output<typeof compatibility.report>;
export type Check = z.output<typeof compatibility.check>;
export type Approval = z.output<typeof approvals.approval>;
export type CanIDeploy = z.output<typeof consumers.canIDeploy>;
export type Declaration = z.output<typeof consumers.declaration>;
export type Declarations = z.output<typeof consumers.declarations>;
export type Deployment = z.output<typeof consumers.deployment>;
export type Version = z.output<typeof versions.version>;
export type Published = z.output<typeof versions.published>;
export type Rehearsal = z.output<typeof versions.rehearsal>;

/** The version that there is by now. */
export type VersionAnswer =
  | { readonly outcome: 'created'; readonly version: Published }
  | { readonly outcome: 'existing'; readonly version: Version };

/** What has come of publishing. A refusal is a problem, `signature-incompatible`. */
export type PublishAnswer = VersionAnswer | { readonly outcome: 'rehearsed'; readonly rehearsal: Rehearsal };
