import { tagSetText } from '@sigcat/core';
import { Problem } from '@sigcat/problems';
import { type NativeGraph, type VersionSelector, type Versions } from '@sigcat/storage';
import { modelNamed } from './model-name';

/** What TensorFlow Serving would serve. */
export interface ServedVersion {
  readonly number: number;
  /** A serialized SignatureDefMap. */
  readonly native: Uint8Array;
}

/** @throws Problem `model-not-found`, `version-not-found`, `alias-not-found`, `not-representable`. */
export async function servedVersion(
  versions: Versions,
  name: string,
  selector: VersionSelector,
): Promise<ServedVersion> {
  const { number, format, graphs } = await versions.getNative(modelNamed(name), selector);
  const version = `${name}@${number}`;
  if (format !== 'saved-model') {
    throw new Problem(
      'not-representable',
      `${version} is no SavedModel: TensorFlow Serving cannot serve it.`,
    );
  }
  return { number, native: served(graphs, version).native };
}

/** The graph that TensorFlow Serving loads: the one tagged `serve`, or the only one. */
function served(graphs: readonly NativeGraph[], version: string): NativeGraph {
  const [first, ...others] = graphs;
  const graph =
    graphs.find(({ tagSet }) => tagSetText(tagSet) === 'serve') ?? (others.length === 0 ? first : undefined);
  if (!graph) throw new Problem('not-representable', `${version} has no graph tagged serve.`);
  return graph;
}
