import { Command, InvalidArgumentError, Option } from 'commander';
import { type DiffOptions } from './commands/diff';
import { type PushOptions } from './commands/push';
import { type ShowOptions } from './commands/show';
import { type ExitCode, exitCode } from './exit-code';
import { lazy } from './lazy';
import { type Terminal } from './terminal';

const version = '0.1.0';

const exitCodes =
  'Exit codes: 0 fine, 1 findings, 2 mistake in usage, 3 undecided with --strict, 4 could not complete.';

/** Runs the command that the words ask for. @throws UsageError, Problem, CommanderError. */
export async function runProgram(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let result: ExitCode = exitCode.fine;
  const program = new Command('sigcat')
    .description('Model signatures: read them, publish them, see what a change breaks')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: terminal.out.write,
      writeErr: terminal.err.write,
      getOutHelpWidth: () => terminal.out.width,
      getErrHelpWidth: () => terminal.err.width,
    })
    .addHelpText('after', `\n${exitCodes}`)
    .showHelpAfterError('(sigcat --help tells more)');

  program
    .command('show')
    .description('show the signatures of a model on disk')
    .argument('<path>', 'a model file, an archive of one, or a folder')
    .addOption(formatOption())
    .action(async (path: string, options: ShowOptions) => {
      const { show } = await lazy.show();
      result = await show(path, options, terminal);
    });

  program
    .command('push')
    .description('publish a model as the next version of a name')
    .argument('<name>', 'fraud or payments/fraud')
    .argument('<path>', 'a model file, an archive of one, or a folder')
    .addOption(serverOption())
    .option('--label <key=value>', 'a label of the version; may be given several times', label)
    .option('--dry-run', 'say what would happen and change nothing')
    .addOption(
      new Option(
        '--if-exists <what>',
        'when a version has these bytes: return it, fail, or create another',
      ).choices(['return', 'fail', 'create']),
    )
    .addOption(formatOption())
    .action(async (name: string, path: string, options: PushOptions) => {
      const { push } = await lazy.push();
      result = await push(name, path, options, terminal);
    });

  program
    .command('diff')
    .description('what does B change for callers of A?')
    .argument('<a>', 'a path, or a version such as fraud@3, fraud@latest, payments/fraud@production')
    .argument('<b>', 'the same')
    .addOption(serverOption())
    .addOption(
      new Option('--fail-on <level>', 'exit with 1 when there are findings of this level or above')
        .choices(['error', 'warning', 'info', 'never'])
        .default('error'),
    )
    .option('--strict', 'exit with 3 when it cannot be decided')
    .addOption(formatOption())
    .action(async (a: string, b: string, options: DiffOptions) => {
      const { diff } = await lazy.diff();
      result = await diff(a, b, options, terminal);
    });

  await program.parseAsync(words, { from: 'user' });
  return result;
}

function formatOption(): Option {
  return new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text');
}

function serverOption(): Option {
  return new Option('--server <url>', 'the server; otherwise SIGCAT_URL, otherwise http://127.0.0.1:8420');
}

function label(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('Write it as key=value.');
  return { ...before, [text.slice(0, equals)]: text.slice(equals + 1) };
}
