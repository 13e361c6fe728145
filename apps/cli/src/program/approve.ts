import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ApproveOptions } from '../commands/approve';
import { endOfDay } from '../end-of-day';
import { isFingerprint } from '../fingerprint';
import { lazy } from '../lazy';
import { parseModelReference } from '../model-reference';
import { type Call } from './call';
import { formatOption, serverOption } from './options';

export function addApprove(program: Command, call: Call): void {
  program
    .command('approve')
    .description('take the responsibility for a finding')
    .argument('<name>', 'fraud or payments/fraud')
    .argument('<fingerprint>', 'of the finding, as reports have it', fingerprintIn)
    .addOption(serverOption())
    .requiredOption('--approver <who>', 'who takes it')
    .requiredOption('--reason <why>', 'why nobody is harmed')
    .addOption(
      new Option(
        '--expires <when>',
        'the last day it holds, such as 2027-01-31, or a time as of RFC 3339; otherwise for good',
      ).argParser(expiry),
    )
    .addOption(formatOption())
    .action(async (name: string, fingerprint: string, options: ApproveOptions) => {
      const model = parseModelReference(name);
      const { approve } = await lazy.approve();
      call.exitCode = await approve(model, fingerprint, options, call.terminal);
    });
}

function fingerprintIn(text: string): string {
  if (!isFingerprint(text)) throw new InvalidArgumentError('Write the 16 digits that the report has.');
  return text;
}

/** As a time. */
function expiry(text: string): string {
  const time = endOfDay(text);
  if (time === undefined) throw new InvalidArgumentError('Write a day such as 2027-01-31.');
  if (Date.parse(time) <= Date.now()) throw new InvalidArgumentError('It is over already.');
  return time;
}
