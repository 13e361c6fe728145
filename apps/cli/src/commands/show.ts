import { existsSync } from 'node:fs';
import { signaturesToJson } from '@sigcat/core';
import { openArtifact } from '@sigcat/files';
import { readArtifact, type ReadGraph, type ReadModel } from '@sigcat/formats';
import { exitCode, type ExitCode } from '../exit-code';
import { parseVersionReference } from '../model-reference';
import { type Stream, type Terminal } from '../terminal';
import { safeJson, safeText } from '../text/safe-text';
import { signatureText } from '../text/signature-text';
import { tagSetText } from '../text/tag-set-text';
import { UsageError } from '../usage-error';

export interface ShowOptions {
  readonly format: 'text' | 'json';
}

/** Shows the signatures of a model on disk. @throws UsageError, Problem. */
export async function show(path: string, { format }: ShowOptions, { out }: Terminal): Promise<ExitCode> {
  checkPath(path);
  const model = await readModel(path);
  out.write(format === 'json' ? `${safeJson(modelJson(model))}\n` : modelText(model, out));
  return exitCode.fine;
}

/** Says of what is meant for a published version where that is to be had. */
function checkPath(path: string): void {
  const reference = existsSync(path) ? undefined : parseVersionReference(path);
  if (!reference) return;
  const { namespace, model, version } = reference;
  const place = `/api/v1/models/${namespace}/${model}/versions/${version}/signatures`;
  throw new UsageError(
    `show reads files and folders, and there is no ${JSON.stringify(path)}; a server has the signatures of a published version at ${place}`,
  );
}

/** Reads the signatures of a file or folder. @throws Problem. */
export async function readModel(path: string): Promise<ReadModel> {
  const { artifact, close } = await openArtifact(path);
  try {
    return await readArtifact(artifact);
  } finally {
    await close();
  }
}

function modelJson(model: ReadModel): object {
  const { format, graphs } = signaturesToJson(model);
  return {
    format,
    framework_version: model.graphs[0]?.frameworkVersion ?? '',
    ...(model.fingerprint && { fingerprint: model.fingerprint }),
    graphs,
  };
}

function modelText(model: ReadModel, out: Stream): string {
  const lines =
    model.graphs.length === 0
      ? [`${safeText(model.format)} without graphs`]
      : model.graphs.flatMap((graph, index) => [
          ...(index === 0 ? [] : ['']),
          ...graphText(model, graph, out),
        ]);
  return lines.map((line) => `${line}\n`).join('');
}

function graphText({ format }: ReadModel, { tagSet, frameworkVersion, signatures }: ReadGraph, out: Stream) {
  const framework = format === 'saved-model' ? 'TensorFlow' : 'framework';
  const header = [
    out.colours.cyan(safeText(format)),
    tagSetText(tagSet),
    ...(frameworkVersion === '' ? [] : [`${framework} ${safeText(frameworkVersion)}`]),
  ];
  return [
    header.join('  '),
    ...(signatures.length === 0 ? ['', 'no signatures'] : []),
    ...signatures.flatMap((signature) => ['', ...signatureText(signature, out)]),
  ];
}
