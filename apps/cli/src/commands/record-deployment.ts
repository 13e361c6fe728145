import { exitCode, type ExitCode } from '../exit-code';
import { modelText, type VersionReference, versionText } from '../model-reference';
import { clientFor, type ServerOptions } from '../server';
import { type Terminal } from '../terminal';
import { linesOf } from '../text/lines';
import { safeJson, safeText } from '../text/safe-text';

export interface RecordDeploymentOptions extends ServerOptions {
  readonly format: 'text' | 'json';
  readonly to: string;
}

/** Records that a version was put into an environment. */
export async function recordDeployment(
  version: VersionReference,
  { format, to, ...options }: RecordDeploymentOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const deployment = await clientFor(options, terminal).recordDeployment(to, {
    model: modelText(version),
    version: version.version,
  });
  const text = `${versionText(deployment, deployment.version)} is in ${deployment.environment}`;
  terminal.out.write(format === 'json' ? `${safeJson(deployment)}\n` : linesOf(safeText(text)));
  return exitCode.fine;
}
