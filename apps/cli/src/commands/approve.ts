import { exitCode, type ExitCode } from '../exit-code';
import { type ModelReference, modelText } from '../model-reference';
import { clientFor, type ServerOptions } from '../server';
import { type Terminal } from '../terminal';
import { linesOf } from '../text/lines';
import { safeJson, safeText } from '../text/safe-text';

export interface ApproveOptions extends ServerOptions {
  readonly format: 'text' | 'json';
  readonly approver: string;
  readonly reason: string;
  /** RFC 3339; for good where it is left out. */
  readonly expires?: string;
}

/** Approves a finding of a model by its fingerprint. */
export async function approve(
  model: ModelReference,
  fingerprint: string,
  { format, approver, reason, expires, ...options }: ApproveOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const approval = await clientFor(options, terminal).approve(model, {
    fingerprint,
    approver,
    reason,
    expires_at: expires ?? null,
  });
  const until = approval.expires_at === null ? '' : ` until ${approval.expires_at}`;
  const text = `${fingerprint} of ${modelText(model)} is approved by ${approval.approver}${until}`;
  terminal.out.write(format === 'json' ? `${safeJson(approval)}\n` : linesOf(safeText(text)));
  return exitCode.fine;
}
