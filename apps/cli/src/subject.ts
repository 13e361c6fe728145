import { existsSync } from 'node:fs';
import { type ModelSignatures, type ModelSignaturesJson, signaturesFromJson } from '@sigcat/core';
import { lazy } from './lazy';
import { parseVersionReference, type VersionReference } from './model-reference';
import { type ServerOptions } from './server';
import { type Terminal } from './terminal';

/** The version that a text means; undefined for a path, which comes first where there is something of that name. */
export function versionMeant(text: string): VersionReference | undefined {
  return existsSync(text) ? undefined : parseVersionReference(text);
}

/** Reads the signatures of a model on disk or of a version on a server. */
export async function loadSubject(
  text: string,
  options: ServerOptions,
  terminal: Terminal,
): Promise<ModelSignatures> {
  const reference = versionMeant(text);
  if (!reference) {
    const { readModel } = await lazy.show();
    return readModel(text);
  }
  const { clientFor } = await lazy.server();
  // The types of the contracts let optional members be undefined, which nothing in JSON is.
  const json: unknown = await clientFor(options, terminal).getSignatures(reference, reference.version);
  return signaturesFromJson(json as ModelSignaturesJson);
}
