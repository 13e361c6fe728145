import { type SavedSearch, type SigcatClient } from '@sigcat/client';
import { exitCode, type ExitCode } from '../exit-code';
import { clientFor, type ServerOptions } from '../server';
import { type Terminal } from '../terminal';
import { linesOf } from '../text/lines';
import { safeJson, safeText } from '../text/safe-text';
import { tableText } from '../text/table';

export interface SearchesOptions extends ServerOptions {
  readonly format: 'text' | 'json';
  /** The name of a search that is not to be kept. */
  readonly delete?: string;
}

/** Lists the searches that are kept, or removes one. */
export async function searches(options: SearchesOptions, terminal: Terminal): Promise<ExitCode> {
  const client = clientFor(options, terminal);
  if (options.delete !== undefined) await client.deleteSearch(options.delete);
  const items = await all(client);
  const { out } = terminal;
  out.write(options.format === 'json' ? `${safeJson({ items })}\n` : linesOf(...searchLines(items)));
  return exitCode.fine;
}

async function all(client: SigcatClient): Promise<readonly SavedSearch[]> {
  const items: SavedSearch[] = [];
  let token: string | undefined;
  do {
    const page = await client.listSearches({
      pageSize: 500,
      ...(token !== undefined && { pageToken: token }),
    });
    items.push(...page.items);
    token = page.next_page_token;
  } while (token !== undefined);
  return items;
}

function searchLines(items: readonly SavedSearch[]): string[] {
  if (items.length === 0) return ['no searches'];
  return tableText([
    ['name', 'search'],
    ...items.map(({ name, search }) => [safeText(name), safeText(beginningOf(termsText(search)))]),
  ]);
}

/** Characters of a search that its line shows; in JSON it is whole. */
const shownCharacters = 200;

function beginningOf(terms: string): string {
  return terms.length > shownCharacters ? `${terms.slice(0, shownCharacters - 1)}…` : terms;
}

/** Terms as the command line takes them, where it calls them otherwise than the API does. */
const options: Readonly<Record<string, string>> = { format: 'model-format', method_name: 'method' };

function termsText({ q, versions, label = [], ...search }: SavedSearch['search']): string {
  const terms = Object.entries(search).map(
    ([term, value]) => `--${options[term] ?? term.replaceAll('_', '-')} ${quoted(String(value))}`,
  );
  return [
    ...(q === undefined ? [] : [quoted(q)]),
    ...terms,
    ...label.map((one) => `--label ${quoted(one)}`),
    ...(versions === 'all' ? ['--all-versions'] : []),
  ].join(' ');
}

/** As a shell takes it for one word. */
function quoted(text: string): string {
  return /^[\w./@:=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
