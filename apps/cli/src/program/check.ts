import { type Command, Option } from 'commander';
import { type CheckOptions } from '../commands/check';
import { lazy } from '../lazy';
import { modelAndCandidate } from '../model-words';
import { approvalsOf, type Call } from './call';
import { againstOption, judgingOptions, reportOptions, serverOption, thresholdOptions } from './options';

export function addCheck(program: Command, call: Call): void {
  const command = program
    .command('check')
    .usage('[options] [name] <candidate>')
    .description('what would come of publishing? nothing is changed')
    .argument('<name>', 'fraud or payments/fraud; may be left out where .sigcat.yaml says it')
    .argument('[candidate]', 'a model file, an archive of one, a folder, or a version such as fraud@5')
    .action(
      async (_name: string, _candidate: string | undefined, options: CheckOptions, { args }: Command) => {
        const subject = modelAndCandidate(args, call.defaults.model);
        const { check } = await lazy.check();
        call.exitCode = await check(subject, { ...options, ...approvalsOf(call) }, call.terminal);
      },
    );
  for (const option of [
    serverOption(),
    againstOption(),
    new Option('--new', 'the model need not be there yet'),
    ...judgingOptions('what the server has for the model'),
    ...thresholdOptions(),
    ...reportOptions(),
  ]) {
    command.addOption(option);
  }
}
