import { type Graph, type ModelSignatures } from '@sigcat/core';

/** A graph as read from a file, with what only its own format's callers understand. */
export interface ReadGraph extends Graph {
  /** Version of the framework that wrote the graph, such as `2.14.0`; empty where the file does not say. */
  readonly frameworkVersion: string;
  /** The signatures in the format's own wire form, for answering callers that speak it. */
  readonly native: Uint8Array;
}

/** How the files of a model were packed. */
export type Packaging = 'file' | 'directory' | 'zip' | 'tar' | 'tar+gzip';

/** All that Sigcat reads out of an artifact. */
export interface ReadModel extends ModelSignatures {
  readonly packaging: Packaging;
  /** Path of the model's main file inside the artifact; empty where the artifact is that file. */
  readonly mainFile: string;
  readonly graphs: readonly ReadGraph[];
  /** The format's own fingerprint by field name, numbers as decimal text; absent where the model has none. */
  readonly fingerprint?: Readonly<Record<string, string>>;
}
