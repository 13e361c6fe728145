import { type Digest } from '@sigcat/core';
import { type ReadModel } from '@sigcat/formats';
import { type ModelName } from './model-name';

/** What is about to become a version. */
export interface VersionDraft extends ModelName {
  /** With its bytes where these are to be kept with the version. */
  readonly artifact: { readonly digest: Digest; readonly size: number; readonly bytes?: Uint8Array };
  readonly content: ReadModel;
  readonly labels: Readonly<Record<string, string>>;
}
