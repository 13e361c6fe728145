import { type NewSearch, type Search, type SearchPage, type SigcatClient } from '@sigcat/client';
import { Problem } from '@sigcat/problems';
import { type SearchRelation } from '../choices';
import { exitCode, type ExitCode } from '../exit-code';
import { type JudgingOptions } from '../judging-options';
import { parseVersionReference, versionName } from '../model-reference';
import { PointedProblem } from '../pointed-problem';
import { clientFor, type ServerOptions } from '../server';
import { type Terminal } from '../terminal';
import { facetsText } from '../text/facets-text';
import { safeJson } from '../text/safe-text';
import { searchText } from '../text/search-text';
import { UsageError } from '../usage-error';

export interface SearchOptions extends ServerOptions, Omit<JudgingOptions, 'mode'> {
  readonly format: 'text' | 'json';
  readonly relation?: SearchRelation;
  readonly dropInFor?: string;
  readonly filter?: string;
  readonly allVersions?: boolean;
  readonly namespace?: string;
  readonly model?: string;
  readonly alias?: string;
  readonly modelFormat?: string;
  readonly frameworkVersion?: string;
  readonly method?: string;
  readonly tagSet?: string;
  readonly label?: readonly string[];
  readonly publishedSince?: string;
  /** The name to keep the search under. */
  readonly save?: string;
  /** The name of the search that is meant. */
  readonly saved?: string;
  /** Signatures at most. */
  readonly limit: number;
  /** Token of the page to begin with. */
  readonly page?: string;
  /** Whether to count what there is, rather than to show it. */
  readonly facets?: boolean;
}

/** Finds signatures, and the versions that have them, by what they take and give. @throws UsageError, Problem. */
export async function search(
  query: string | undefined,
  options: SearchOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { saved, save, format, limit } = options;
  const terms = termsOf(query, options);
  const client = clientFor(options, terminal);
  const wanted = saved === undefined ? terms : { saved };
  const { out, err } = terminal;
  const text = await pointedAt(terms, async () => {
    if (options.facets === true) {
      const facets = await client.searchFacets(wanted);
      return format === 'json' ? `${safeJson(facets)}\n` : facetsText(facets);
    }
    const found = await collect(client, wanted, options);
    return format === 'json' ? `${safeJson(found)}\n` : searchText(found, limit, out);
  });
  if (save !== undefined) {
    await keep(client, save, terms);
    err.write(`kept: sigcat search --saved ${save} finds it again\n`);
  }
  out.write(text);
  return exitCode.fine;
}

/** Keeps a search that has been run, so that there is nothing wrong but its name. */
async function keep(client: SigcatClient, name: string, terms: NewSearch['search']): Promise<void> {
  try {
    await client.saveSearch(name, { search: terms });
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'invalid-request') throw error;
    throw new UsageError(`--save must be a name such as embeddings, not ${JSON.stringify(name)}`);
  }
}

/** As JSON leaves out what is undefined, so do addresses. */
function termsOf(query: string | undefined, options: SearchOptions): NewSearch['search'] {
  const { dropInFor, allVersions } = options;
  return {
    q: query,
    relation: options.relation,
    drop_in_for: dropInFor === undefined ? undefined : baseline(dropInFor),
    transport: options.transport,
    unknown_shapes: options.unknownShapes,
    extra_inputs: options.extraInputs,
    filter: options.filter,
    versions: allVersions === true ? 'all' : undefined,
    namespace: options.namespace,
    model: options.model,
    alias: options.alias,
    format: options.modelFormat,
    framework_version: options.frameworkVersion,
    method_name: options.method,
    tag_set: options.tagSet,
    label: options.label && [...options.label],
    published_since: options.publishedSince,
  };
}

function baseline(text: string): string {
  const reference = parseVersionReference(text);
  if (!reference)
    throw new UsageError(`--drop-in-for must be a version such as fraud@3, not ${JSON.stringify(text)}`);
  return versionName(reference);
}

/** A server gives as many as it has found among those it has looked at, so that it may take several pages. */
async function collect(
  client: SigcatClient,
  search: Search,
  { limit, page }: SearchOptions,
): Promise<SearchPage> {
  const items: SearchPage['items'] = [];
  let token = page;
  for (;;) {
    const pageSize = Math.min(limit - items.length, maxPageSize);
    const answer = await client.search(search, {
      pageSize,
      ...(token !== undefined && { pageToken: token }),
    });
    items.push(...answer.items);
    token = answer.next_page_token;
    if (token === undefined || items.length >= limit) return { ...answer, items };
  }
}

const maxPageSize = 500;

/** Shows where a mistake is in what was written. */
async function pointedAt<T>(terms: NewSearch['search'], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { q, filter, published_since } = terms;
    throw PointedProblem.of(error, { q, filter, published_since }) ?? error;
  }
}
