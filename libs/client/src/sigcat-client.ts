import type {
  AlertCloudEvent,
  Approval,
  CanIDeploy,
  Check,
  Declaration,
  Declarations,
  Deployment,
  Facets,
  Names,
  PublishAnswer,
  Published,
  Rehearsal,
  Report,
  SavedSearch,
  SavedSearchPage,
  SearchPage,
  Signatures,
  Version,
  VersionAnswer,
} from './answers';
import { bytesBody, jsonBody } from './bodies';
import type { AnswerOf, Asked, ItemOf, JsonOperationId, PagedOperationId } from './operation-types';
import { defaultRetryPolicy, type RetryPolicy } from './repeatedly';
import type {
  CallOptions,
  Candidate,
  CheckOptions,
  DeploymentQuestion,
  DiffOptions,
  ModelName,
  NamesWanted,
  NewApproval,
  NewDeclaration,
  NewDeployment,
  NewSearch,
  PageOptions,
  PublishOptions,
  Search,
  Upload,
} from './requests';
import { type Call, type Query, Server } from './server';

export interface ClientOptions {
  /** Milliseconds without a sign of life after which the server counts as gone. */
  readonly patienceMs?: number;
  /** How calls that change nothing are tried again; those that change something never are. */
  readonly retryPolicy?: Partial<RetryPolicy>;
}

/** Longer than a server may take to read an artifact. */
const defaultPatienceMs = 120_000;

/**
 * Talks to a Sigcat server. Every call throws Problem: the server's own as it stands, `server-unreachable` where
 * there is no server or something else than Sigcat answers, `upload-incomplete` where it breaks off; or the reason of
 * the signal that ended it.
 */
export class SigcatClient {
  private readonly server: Server;

  /** @throws TypeError when `server` is no URL. */
  constructor(server: string, { patienceMs = defaultPatienceMs, retryPolicy = {} }: ClientOptions = {}) {
    this.server = new Server(server, { patienceMs, retryPolicy: { ...defaultRetryPolicy, ...retryPolicy } });
  }

  /** Any operation of the API by its id, such as `getModel`. */
  async ask<Id extends JsonOperationId>(
    id: Id,
    asked: Asked<Id>,
    options: CallOptions = {},
  ): Promise<AnswerOf<Id>> {
    const { params, query, body } = asked as UntypedAsked;
    const call = {
      ...(params && { params }),
      ...(query && { query }),
      ...(body !== undefined && { body: jsonBody(body) }),
    };
    return (await this.server.call(id, { ...call, ...options })).json as AnswerOf<Id>;
  }

  /** All items of a list from where the query begins, fetched page by page as they are wanted. */
  async *all<Id extends PagedOperationId>(
    id: Id,
    asked: Asked<Id>,
    options: CallOptions = {},
  ): AsyncGenerator<ItemOf<Id>, void, undefined> {
    const { params, query } = asked as UntypedAsked;
    let page_token = query?.['page_token'];
    do {
      const call = { ...(params && { params }), query: { ...query, page_token } };
      const page = (await this.server.call(id, { ...call, ...options })).json as UntypedPage<ItemOf<Id>>;
      yield* page.items;
      page_token = page.next_page_token;
    } while (page_token !== undefined);
  }

  /**
   * What a subscription is told, as it is raised: CloudEvents, the same as its webhook receives. It goes on for ever; where
   * the stream breaks off it is taken up again after the last alert.
   *
   * @param after the id of the last alert that was read, `0` before all; left out, what is raised from now on is told
   */
  async *listen(
    subscription: string,
    { after }: { readonly after?: string | undefined } = {},
    { signal }: CallOptions = {},
  ): AsyncGenerator<AlertCloudEvent, void, undefined> {
    for await (const { data } of this.server.events('streamAlerts', { id: subscription }, { after, signal }))
      yield JSON.parse(data) as AlertCloudEvent;
  }

  /** Publishes a version, streaming its bytes; the first one makes the model. */
  async publish(
    model: ModelName,
    options: PublishOptions & { readonly dryRun?: false },
    how?: CallOptions,
  ): Promise<VersionAnswer>;
  /** The same, or only rehearses it. */
  async publish(model: ModelName, options: PublishOptions, how?: CallOptions): Promise<PublishAnswer>;
  async publish(
    model: ModelName,
    { labels = {}, dryRun = false, ifExists, approving = [], ...upload }: PublishOptions,
    options: CallOptions = {},
  ): Promise<PublishAnswer> {
    const query = {
      dry_run: dryRun ? true : undefined,
      if_exists: ifExists,
      label: Object.entries(labels).map(([key, value]) => `${key}=${value}`),
      approving,
    };
    const call = { params: { ...model }, query, ...sendingOf(upload), ...options };
    const { status, json } = await this.server.call('publishVersion', call);
    if (dryRun) return { outcome: 'rehearsed', rehearsal: json as Rehearsal };
    return status === 201
      ? { outcome: 'created', version: json as Published }
      : { outcome: 'existing', version: json as Version };
  }

  /**
   * Judges a candidate, streaming its bytes where it is no version yet; writes nothing. Tried again, the bytes are
   * read and sent from their beginning.
   */
  async check(
    model: ModelName,
    candidate: Candidate,
    how: CheckOptions = {},
    options: CallOptions = {},
  ): Promise<Check> {
    const stored = 'version' in candidate;
    const query = { ...(stored && { candidate: candidate.version }), ...how };
    const call = { params: { ...model }, query, ...(stored ? {} : sendingOf(candidate)), ...options };
    return (await this.server.call('checkCompatibility', call)).json as Check;
  }

  /** `version` is a number, `latest` or `@alias`, as in all that follows. */
  async getVersion(model: ModelName, version: string, options: CallOptions = {}): Promise<Version> {
    return this.ask('getVersion', { params: { ...model, version } }, options);
  }

  async getSignatures(model: ModelName, version: string, options: CallOptions = {}): Promise<Signatures> {
    return this.ask('listSignatures', { params: { ...model, version } }, options);
  }

  /** Finds signatures, and the versions that have them; the closest first. */
  async search(
    search: Search,
    { pageSize, pageToken }: PageOptions = {},
    options: CallOptions = {},
  ): Promise<SearchPage> {
    const query = { ...search, page_size: pageSize, page_token: pageToken };
    return this.ask('searchSignatures', { query }, options);
  }

  /** Counts dtypes, ranks, formats and namespaces among the first that a search finds. */
  async searchFacets(search: Search, options: CallOptions = {}): Promise<Facets> {
    return this.ask('searchFacets', { query: { ...search } }, options);
  }

  /** Finds names of models, signatures and tensors that are like a text. */
  async findNames(text: string, wanted: NamesWanted = {}, options: CallOptions = {}): Promise<Names> {
    return this.ask('findNames', { query: { ...wanted, text } }, options);
  }

  /** Saves a search, in the place of the one that has its name; `search({ saved: name })` runs it. */
  async saveSearch(name: string, search: NewSearch, options: CallOptions = {}): Promise<SavedSearch> {
    return this.ask('putSearch', { params: { name }, body: search }, options);
  }

  /** By name. */
  async listSearches(
    { pageSize, pageToken }: PageOptions = {},
    options: CallOptions = {},
  ): Promise<SavedSearchPage> {
    const query = { page_size: pageSize, page_token: pageToken };
    return this.ask('listSearches', { query }, options);
  }

  async deleteSearch(name: string, options: CallOptions = {}): Promise<void> {
    await this.ask('deleteSearch', { params: { name } }, options);
  }

  /** Compares two versions of a model under the settings of the server, or those given. */
  async diff(
    model: ModelName,
    from: string,
    to: string,
    how: DiffOptions = {},
    options: CallOptions = {},
  ): Promise<Report> {
    const { approving = [], ...settings } = how;
    const query = { from, to, approving: [...approving], ...settings };
    return this.ask('diffVersions', { params: model, query }, options);
  }

  /** Approves a finding of a model: it does not count any more. */
  async approve(model: ModelName, approval: NewApproval, options: CallOptions = {}): Promise<Approval> {
    return this.ask('createApproval', { params: model, body: approval }, options);
  }

  /** Declares what a consumer uses, in place of what it said of the environment before. */
  async declareConsumer(
    consumer: string,
    declaration: NewDeclaration,
    options: CallOptions = {},
  ): Promise<Declaration> {
    return this.ask('putConsumer', { params: { consumer }, body: declaration }, options);
  }

  /** What a consumer declares, by environment. */
  async getConsumer(consumer: string, options: CallOptions = {}): Promise<Declarations> {
    return this.ask('getConsumer', { params: { consumer } }, options);
  }

  /** Records that a version was put into an environment. */
  async recordDeployment(
    environment: string,
    deployment: NewDeployment,
    options: CallOptions = {},
  ): Promise<Deployment> {
    return this.ask('recordDeployment', { params: { environment }, body: deployment }, options);
  }

  /** Asks whether a version, or a consumer, can come into an environment. */
  async canIDeploy(question: DeploymentQuestion, options: CallOptions = {}): Promise<CanIDeploy> {
    return this.ask('canIDeploy', { query: question }, options);
  }

  /** Where a version is to be found. */
  addressOf(model: ModelName, version: number): string {
    return this.server.urlOf('getVersion', { ...model, version: String(version) }).href;
  }
}

/** What the types of an operation come to. */
interface UntypedAsked {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Query;
  readonly body?: unknown;
}

interface UntypedPage<Item> {
  readonly items: readonly Item[];
  readonly next_page_token?: string;
}

function sendingOf({ body, digest, onProgress }: Upload): Call {
  return {
    body: body instanceof Uint8Array ? bytesBody(body) : body,
    onProgress,
    headers: digest === undefined ? {} : { 'repr-digest': reprDigest(digest) },
  };
}

/** RFC 9530, section 3. */
function reprDigest(digest: string): string {
  const hex = digest.slice('sha-256:'.length);
  return `sha-256=:${Buffer.from(hex, 'hex').toString('base64')}:`;
}
