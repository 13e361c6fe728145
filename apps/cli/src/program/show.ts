import { type Command } from 'commander';
import { type ShowOptions } from '../commands/show';
import { lazy } from '../lazy';
import { type Call } from './call';
import { formatOption } from './options';

export function addShow(program: Command, call: Call): void {
  program
    .command('show')
    .description('show the signatures of a model on disk')
    .argument('<path>', 'a model file, an archive of one, or a folder')
    .addOption(formatOption())
    .action(async (path: string, options: ShowOptions) => {
      const { show } = await lazy.show();
      call.exitCode = await show(path, options, call.terminal);
    });
}
