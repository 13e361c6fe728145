import { type Command, InvalidArgumentError, Option } from 'commander';
import { type PushOptions } from '../commands/push';
import { lazy } from '../lazy';
import { modelAndPath } from '../model-words';
import { approvalsOf, type Call } from './call';
import { formatOption, serverOption } from './options';

export function addPush(program: Command, call: Call): void {
  program
    .command('push')
    .usage('[options] [name] <path>')
    .description('publish a model as the next version of a name')
    .argument('<name>', 'fraud or payments/fraud; may be left out where .sigcat.yaml says it')
    .argument('[path]', 'a model file, an archive of one, or a folder')
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
    .action(async (_name: string, _path: string | undefined, options: PushOptions, command: Command) => {
      const { model, path } = modelAndPath(command.args, call.defaults.model);
      const { push } = await lazy.push();
      call.exitCode = await push(model, path, { ...options, ...approvalsOf(call) }, call.terminal);
    });
}

function label(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('Write it as key=value.');
  return { ...before, [text.slice(0, equals)]: text.slice(equals + 1) };
}
