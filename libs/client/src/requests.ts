import type { approvals, configs, consumers, savedSearches, search } from '@sigcat/contracts';
import type { z } from 'zod';
import type { Body } from './exchange';

/** A model by its namespace and name. */
export interface ModelName {
  readonly namespace: string;
  readonly model: string;
}

/** How one call is made. */
export interface CallOptions {
  /** Ends the call when it is aborted, as `AbortSignal.timeout()` does when time is up. */
  readonly signal?: AbortSignal;
}

/** Bytes to send. */
export interface Upload {
  readonly body: Body | Uint8Array;
  /** SHA-256 of the body, `sha-256:<hex>`; the server checks it. */
  readonly digest?: string;
  /** Hears how many bytes of the body are on their way. */
  readonly onProgress?: (sent: number) => void;
}

export interface PublishOptions extends Upload {
  readonly labels?: Readonly<Record<string, string>>;
  readonly dryRun?: boolean;
  readonly ifExists?: 'return' | 'fail' | 'create';
  /** With `dryRun`: fingerprints of findings that are judged as if they were approved. */
  readonly approving?: readonly string[];
}

/** Settings for one time, in place of those in effect. */
export type JudgingOptions = Readonly<z.input<typeof configs.judgingQuery>>;

/** What is looked for, in which relation, and among which versions. */
export type Search = Readonly<Omit<z.input<typeof search.searchQuery>, 'page_size' | 'page_token'>>;

/** What is to be saved under a name. */
export type NewSearch = Readonly<z.input<typeof savedSearches.searchPut>>;

/** What is to be judged: bytes, or a version by its number, `latest` or `@alias`. */
export type Candidate = Upload | { readonly version: string };

export interface DiffOptions extends JudgingOptions {
  /** Fingerprints of findings that are judged as if they were approved. */
  readonly approving?: readonly string[] | undefined;
}

export interface CheckOptions extends DiffOptions {
  /** `latest`, `@alias`, a number or `all`; left out: what the gate compares with. */
  readonly against?: string | undefined;
  /** Whether the model need not be there yet. */
  readonly new_model?: boolean | undefined;
}

/** What a consumer uses in an environment. */
export type NewDeclaration = Readonly<z.input<typeof consumers.declarationPut>>;

export type NewDeployment = Readonly<z.input<typeof consumers.deploymentPost>>;

/** A version, or a consumer, that is to come into an environment. */
export type DeploymentQuestion = Readonly<z.input<typeof consumers.canIDeployQuery>>;

export type NewApproval = Readonly<z.input<typeof approvals.approvalPost>>;

/** Which part of a list is wanted. */
export interface PageOptions {
  readonly pageSize?: number;
  /** `next_page_token` of the page before. */
  readonly pageToken?: string;
}

/** Names of what to look for, and how many. */
export type NamesWanted = Readonly<Omit<z.input<typeof search.namesQuery>, 'text'>>;
