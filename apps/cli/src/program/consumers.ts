import { type Command } from 'commander';
import { type CanIDeployOptions } from '../commands/can-i-deploy';
import { type DeclareOptions } from '../commands/declare';
import { type RecordDeploymentOptions } from '../commands/record-deployment';
import { lazy } from '../lazy';
import { parseVersionReference, type VersionReference } from '../model-reference';
import { UsageError } from '../usage-error';
import { type Call } from './call';
import { formatOption, serverOption } from './options';

export function addDeclare(program: Command, call: Call): void {
  program
    .command('declare')
    .description('declare what a consumer sends and reads, as a file in its repository says')
    .option('-f, --file <file>', 'the declaration', 'sigcat.consumer.yaml')
    .option('--environment <name>', 'where it runs, in place of what the file says')
    .option('--consumer-version <version>', 'of the consumer, in place of what the file says')
    .addOption(serverOption())
    .addOption(formatOption())
    .action(async (options: DeclareOptions) => {
      const { declare } = await lazy.declare();
      call.exitCode = await declare(options, call.terminal);
    });
}

export function addCanIDeploy(program: Command, call: Call): void {
  program
    .command('can-i-deploy')
    .description('ask whether a version, or a consumer, would break or be broken in an environment')
    .argument('[version]', 'such as fraud@3')
    .option('--consumer <name>', 'in place of a version: a consumer, to the versions that are there')
    .requiredOption('--to <environment>', 'such as production')
    .addOption(serverOption())
    .addOption(formatOption())
    .addHelpText('after', '\nExit codes: 0 yes, 1 no, 3 unknown.')
    .action(
      async (version: string | undefined, options: CanIDeployOptions & { readonly consumer?: string }) => {
        const { consumer, ...how } = options;
        if ((version === undefined) === (consumer === undefined)) {
          throw new UsageError('write one of a version and --consumer');
        }
        const newcomer = consumer === undefined ? referenceOf(version ?? '') : { consumer };
        const { canIDeploy } = await lazy.canIDeploy();
        call.exitCode = await canIDeploy(newcomer, how, call.terminal);
      },
    );
}

export function addRecordDeployment(program: Command, call: Call): void {
  program
    .command('record-deployment')
    .description('record that a version was put into an environment')
    .argument('<version>', 'such as fraud@3')
    .requiredOption('--to <environment>', 'such as production')
    .addOption(serverOption())
    .addOption(formatOption())
    .action(async (version: string, options: RecordDeploymentOptions) => {
      const reference = referenceOf(version);
      const { recordDeployment } = await lazy.recordDeployment();
      call.exitCode = await recordDeployment(reference, options, call.terminal);
    });
}

function referenceOf(text: string): VersionReference {
  const reference = parseVersionReference(text);
  if (!reference) throw new UsageError(`${JSON.stringify(text)} is no version; write fraud@3`);
  return reference;
}
