import { type CanIDeploy } from '@sigcat/client';
import { exitCode, type ExitCode } from '../exit-code';
import { modelText, type VersionReference } from '../model-reference';
import { clientFor, type ServerOptions } from '../server';
import { type Terminal } from '../terminal';
import { deployabilityText } from '../text/deployability-text';
import { safeJson } from '../text/safe-text';

export interface CanIDeployOptions extends ServerOptions {
  readonly format: 'text' | 'json';
  readonly to: string;
}

/** What is to come: a version of a model, or a consumer of models. */
export type Newcomer = VersionReference | { readonly consumer: string };

const codes: Readonly<Record<CanIDeploy['answer'], ExitCode>> = {
  yes: exitCode.fine,
  no: exitCode.findings,
  unknown: exitCode.undecided,
};

/** Asks whether it can come into an environment: ends with 0 for yes, 1 for no, 3 for unknown. */
export async function canIDeploy(
  newcomer: Newcomer,
  { format, to, ...options }: CanIDeployOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const asked = 'consumer' in newcomer ? newcomer : { model: modelText(newcomer), version: newcomer.version };
  const answer = await clientFor(options, terminal).canIDeploy({ environment: to, ...asked });
  const { out } = terminal;
  const what =
    'consumer' in newcomer
      ? newcomer.consumer
      : `${modelText(newcomer)}@${newcomer.version.replace(/^@/, '')}`;
  out.write(format === 'json' ? `${safeJson(answer)}\n` : deployabilityText(answer, what, out.colours));
  return codes[answer.answer];
}
