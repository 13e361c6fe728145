import { type Command, Option } from 'commander';
import { searchRelations } from '../choices';
import { type SearchOptions } from '../commands/search';
import { lazy } from '../lazy';
import { UsageError } from '../usage-error';
import { type Call } from './call';
import { callOptions, formatOption, limitOption, serverOption } from './options';

const examples = `
A query is a signature of which anything may be left out, such as
  sigcat search '(image: float32[?,224,224,3]) -> (*: float32[?,1000])'
  sigcat search '-> (~embedding: *[?,512])'
where ? is any size, * any name or dtype, and ~name a similar one.`;

export function addSearch(program: Command, call: Call): void {
  const command = program
    .command('search')
    .usage('[options] [query]')
    .description('find models by what they take and give')
    .argument('[query]', 'a signature in the notation, with parts left out')
    .addHelpText('after', examples)
    .action(async (query: string | undefined, options: SearchOptions) => {
      if ([query, options.dropInFor, options.saved].filter((one) => one !== undefined).length !== 1) {
        throw new UsageError('write one of a query, --drop-in-for and --saved');
      }
      const { search } = await lazy.search();
      call.exitCode = await search(query, options, call.terminal);
    });
  for (const option of [
    serverOption(),
    new Option(
      '--relation <relation>',
      'matches, or none: it looks like the query; accepts: it takes these inputs and gives these outputs; exact: it is the same',
    ).choices(searchRelations),
    new Option(
      '--drop-in-for <version>',
      'in place of a query: what could replace this version without its callers noticing, such as fraud@3',
    ).conflicts('relation'),
    ...callOptions(),
    new Option(
      '--filter <filter>',
      `which versions count, such as "namespace = payments AND format != onnx"`,
    ),
    new Option('--all-versions', 'not only the latest version of each model'),
    new Option('--namespace <name>', 'of the model; * is any text, here and in what follows'),
    new Option('--model <name>', 'without its namespace'),
    new Option('--alias <name>', 'that points to the version, be it the latest one or not'),
    new Option('--model-format <id>', 'such as saved-model'),
    new Option('--framework-version <version>', 'that wrote the model, such as 2.16.*'),
    new Option('--method <name>', 'such as tensorflow/serving/predict'),
    new Option('--tag-set <tags>', 'of the graph, such as gpu,serve'),
    new Option('--label <key=value>', 'or a key alone for any value; may be given several times').argParser(
      several,
    ),
    new Option('--published-since <when>', 'a day such as 2027-01-31, or a time as of RFC 3339'),
    new Option(
      '--facets',
      'in place of what is found: how many of it have which dtypes, ranks, formats and namespaces',
    ).conflicts(['limit', 'page']),
    new Option('--save <name>', 'also keep what is searched for, under a name'),
    new Option(
      '--saved <name>',
      'in place of a query and what goes with it: what was kept under this name',
    ).conflicts([
      ...[
        'save',
        'relation',
        'transport',
        'unknownShapes',
        'extraInputs',
        'filter',
        'allVersions',
        'namespace',
      ],
      ...['model', 'alias', 'modelFormat', 'frameworkVersion', 'method', 'tagSet', 'label', 'publishedSince'],
    ]),
    limitOption('signatures', 10),
    new Option('--page <token>', 'go on where an earlier search has ended'),
    formatOption(),
  ]) {
    command.addOption(option);
  }
}

/** A query that begins with its outputs looks like an option to whoever takes words apart. */
export function withQueryLast(words: readonly string[]): readonly string[] {
  const isQuery = (word: string): boolean => word.startsWith('->');
  if (words[0] !== 'search' || words.includes('--') || !words.some(isQuery)) return words;
  return [...words.filter((word) => !isQuery(word)), '--', ...words.filter(isQuery)];
}

function several(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
