import { type Command } from 'commander';
import { type DiffOptions } from '../commands/diff';
import { lazy } from '../lazy';
import { approvalsOf, type Call } from './call';
import { judgingOptions, reportOptions, serverOption, thresholdOptions } from './options';

export function addDiff(program: Command, call: Call): void {
  const command = program
    .command('diff')
    .description('what does B change for callers of A?')
    .argument('<a>', 'a path, or a version such as fraud@3, fraud@latest, payments/fraud@production')
    .argument('<b>', 'the same')
    .action(async (a: string, b: string, options: DiffOptions) => {
      const { diff } = await lazy.diff();
      call.exitCode = await diff(a, b, { ...options, ...approvalsOf(call) }, call.terminal);
    });
  for (const option of [
    serverOption(),
    ...judgingOptions('BACKWARD, or what the server has where both are versions of one model'),
    ...thresholdOptions(),
    ...reportOptions(),
  ]) {
    command.addOption(option);
  }
}
