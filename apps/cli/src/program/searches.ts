import { type Command } from 'commander';
import { type SearchesOptions } from '../commands/searches';
import { lazy } from '../lazy';
import { type Call } from './call';
import { formatOption, serverOption } from './options';

export function addSearches(program: Command, call: Call): void {
  program
    .command('searches')
    .description('list the searches that are kept under a name')
    .addOption(serverOption())
    .option('--delete <name>', 'do not keep this one any longer')
    .addOption(formatOption())
    .action(async (options: SearchesOptions) => {
      const { searches } = await lazy.searches();
      call.exitCode = await searches(options, call.terminal);
    });
}
