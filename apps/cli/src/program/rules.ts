import { type Command } from 'commander';
import { type RulesOptions } from '../commands/rules';
import { lazy } from '../lazy';
import { type Call } from './call';
import { formatOption } from './options';

export function addRules(program: Command, call: Call): void {
  program
    .command('rules')
    .description('list what is looked for, and how serious it is')
    .addOption(formatOption())
    .action(async (options: RulesOptions) => {
      const { rules } = await lazy.rules();
      call.exitCode = rules(options, call.terminal);
    });
}
