import { existsSync } from 'node:fs';
import { type ModelSignatures, type ModelSignaturesJson, signaturesFromJson } from '@sigcat/core';
import { lazy } from './lazy';
import { parseVersionReference } from './model-reference';
import { type ServerOptions } from './server';
import { type Terminal } from './terminal';

/** Reads the signatures of a model on disk or, where there is none of that name, of a version on a server. */
export async function loadSubject(
  text: string,
  options: ServerOptions,
  terminal: Terminal,
): Promise<ModelSignatures> {
  const reference = existsSync(text) ? undefined : parseVersionReference(text);
  if (!reference) {
    const { readModel } = await lazy.show();
    return readModel(text);
  }
  const { clientFor } = await lazy.server();
  // The types of the contracts let optional members be undefined, which nothing in JSON is.
  const json: unknown = await clientFor(options, terminal).getSignatures(reference, reference.version);
  return signaturesFromJson(json as ModelSignaturesJson);
}
