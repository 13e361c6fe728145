import { type Command } from 'commander';
import { type ExplainOptions } from '../commands/explain';
import { lazy } from '../lazy';
import { type Call } from './call';
import { formatOption } from './options';

export function addExplain(program: Command, call: Call): void {
  program
    .command('explain')
    .description('say why a rule is one, and what to do')
    .argument('<rule>', 'an id, as findings have it')
    .addOption(formatOption())
    .action(async (id: string, options: ExplainOptions) => {
      const { explain } = await lazy.explain();
      call.exitCode = explain(id, options, call.terminal);
    });
}
