import { type Command, Option } from 'commander';
import { type FindOptions } from '../commands/find';
import { lazy } from '../lazy';
import { type Call } from './call';
import { formatOption, limitOption, serverOption } from './options';

export function addFind(program: Command, call: Call): void {
  program
    .command('find')
    .description('find models, signatures and tensors by their names, typos forgiven')
    .argument('<text>', 'a name, or a word of one')
    .addOption(serverOption())
    .addOption(
      new Option('--kind <kind>', 'of what; all unless given').choices(['model', 'signature', 'tensor']),
    )
    .addOption(limitOption('names', 20))
    .addOption(formatOption())
    .action(async (text: string, options: FindOptions) => {
      const { find } = await lazy.find();
      call.exitCode = await find(text, options, call.terminal);
    });
}
