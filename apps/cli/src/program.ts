import { Command } from 'commander';
import { type ExitCode, exitCode } from './exit-code';
import { addDeliveries, addListen, addSubscribe, addSubscriptions } from './program/alerts';
import { addApprove } from './program/approve';
import { type Call } from './program/call';
import { addCheck } from './program/check';
import { addCanIDeploy, addDeclare, addRecordDeployment } from './program/consumers';
import { addDiff } from './program/diff';
import { addExplain } from './program/explain';
import { addFind } from './program/find';
import { addPush } from './program/push';
import { addRules } from './program/rules';
import { addSearch, withQueryLast } from './program/search';
import { addSearches } from './program/searches';
import { addShow } from './program/show';
import { applyRepositoryFile } from './repository-file/apply';
import { type Terminal } from './terminal';
import { version } from './version';

const footnotes = `
Exit codes: 0 fine, 1 findings, 2 mistake in usage, 3 undecided with --strict, 4 could not complete.
Defaults are read from the nearest .sigcat.yaml, up to the top of the repository: server, model, against, mode,
transport, unknown_shapes, extra_inputs, fail_on, strict, approvals.`;

/** Runs the command that the words ask for. @throws UsageError, Problem, CommanderError. */
export async function runProgram(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const call: Call = { terminal, defaults: {}, exitCode: exitCode.fine };
  await programFor(call).parseAsync(withQueryLast(words), { from: 'user' });
  return call.exitCode;
}

/** The commands and their options. */
export function programFor(call: Call): Command {
  const { out, err } = call.terminal;
  const program = new Command('sigcat')
    .description('Model signatures: read them, publish them, see what a change breaks')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: out.write,
      writeErr: err.write,
      getOutHelpWidth: () => out.width,
      getErrHelpWidth: () => err.width,
    })
    // As they are to be written, not as they are taken apart.
    .configureHelp({ subcommandTerm: (command) => `${command.name()} ${command.usage()}` })
    .addHelpText('after', footnotes)
    .showHelpAfterError('(sigcat --help tells more)')
    .hook('preAction', async (_, command) => {
      call.defaults = await applyRepositoryFile(command, call.terminal);
    });
  for (const add of [
    addShow,
    addPush,
    addDiff,
    addCheck,
    addSearch,
    addFind,
    addSearches,
    addRules,
    addExplain,
    addApprove,
    addDeclare,
    addCanIDeploy,
    addRecordDeployment,
    addSubscribe,
    addSubscriptions,
    addListen,
    addDeliveries,
  ])
    add(program, call);
  return program;
}
