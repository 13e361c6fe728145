import { Problem } from '@sigcat/problems';
import type {
  Approval,
  ApprovalPage,
  CanIDeploy,
  Check,
  Declaration,
  Declarations,
  Deployment,
  PublishAnswer,
  Published,
  Rehearsal,
  Report,
  SavedSearch,
  SavedSearchPage,
  SearchPage,
  Signatures,
  Version,
} from './answers';
import { type Answer, exchange, type Exchange } from './exchange';
import { jsonBody } from './json-body';
import type {
  Candidate,
  CheckOptions,
  DeploymentQuestion,
  JudgingOptions,
  ModelName,
  NewApproval,
  NewDeclaration,
  NewDeployment,
  NewSearch,
  PageOptions,
  PublishOptions,
  Search,
  Upload,
} from './requests';
import { pathOf, type RouteId, routes } from './routes';
import { serverProblem } from './server-problem';

export interface ClientOptions {
  /** Milliseconds without a sign of life after which the server counts as gone. */
  readonly patienceMs?: number;
}

/** Longer than a server may take to read an artifact. */
const defaultPatienceMs = 120_000;

/**
 * Talks to a Sigcat server. Every call throws Problem: the server's own as it stands, `server-unreachable` where
 * there is no server or something else than Sigcat answers, `upload-incomplete` where it breaks off.
 */
export class SigcatClient {
  private readonly server: URL;
  private readonly patienceMs: number;

  /** @throws TypeError when `server` is no URL. */
  constructor(server: string, { patienceMs = defaultPatienceMs }: ClientOptions = {}) {
    this.server = new URL(server);
    this.patienceMs = patienceMs;
  }

  /** Publishes a version, streaming its bytes; the first one makes the model. */
  async publish(model: ModelName, options: PublishOptions): Promise<PublishAnswer> {
    const { labels = {}, dryRun = false, ifExists } = options;
    const url = this.urlOf('publishVersion', { ...model });
    if (dryRun) url.searchParams.set('dry_run', 'true');
    if (ifExists) url.searchParams.set('if_exists', ifExists);
    for (const [key, value] of Object.entries(labels)) url.searchParams.append('label', `${key}=${value}`);
    const { status, json } = await this.call('publishVersion', url, sendingOf(options));
    if (dryRun) return { outcome: 'rehearsed', rehearsal: json as Rehearsal };
    return status === 201
      ? { outcome: 'created', version: json as Published }
      : { outcome: 'existing', version: json as Version };
  }

  /** `version` is a number, `latest` or `@alias`, as in all that follows. */
  async getVersion(model: ModelName, version: string): Promise<Version> {
    return this.get<Version>('getVersion', { ...model, version });
  }

  async getSignatures(model: ModelName, version: string): Promise<Signatures> {
    return this.get<Signatures>('listSignatures', { ...model, version });
  }

  /** Finds signatures, and the versions that have them; the closest first. */
  async search(search: Search, page: PageOptions = {}): Promise<SearchPage> {
    return this.get<SearchPage>('searchSignatures', {}, { ...search, ...paging(page) });
  }

  /** Saves a search, in the place of the one that has its name; `search({ saved: name })` runs it. */
  async saveSearch(name: string, search: NewSearch): Promise<SavedSearch> {
    const url = this.urlOf('putSearch', { name });
    return (await this.call('putSearch', url, { body: jsonBody(search) })).json as SavedSearch;
  }

  /** By name. */
  async listSearches(page: PageOptions = {}): Promise<SavedSearchPage> {
    return this.get<SavedSearchPage>('listSearches', {}, paging(page));
  }

  async deleteSearch(name: string): Promise<void> {
    await this.call('deleteSearch', this.urlOf('deleteSearch', { name }));
  }

  /** Compares two versions of a model under the settings of the server, or those given. */
  async diff(model: ModelName, from: string, to: string, settings: JudgingOptions = {}): Promise<Report> {
    return this.get<Report>('diffVersions', { ...model }, { from, to, ...settings });
  }

  /** Judges a candidate, streaming its bytes where it is no version yet; writes nothing. */
  async check(model: ModelName, candidate: Candidate, options: CheckOptions = {}): Promise<Check> {
    const stored = 'version' in candidate;
    const url = this.urlOf('checkCompatibility', { ...model });
    setAll(url, { ...(stored && { candidate: candidate.version }), ...options });
    const { json } = await this.call('checkCompatibility', url, stored ? {} : sendingOf(candidate));
    return json as Check;
  }

  /** Approves a finding of a model: it does not count any more. */
  async approve(model: ModelName, approval: NewApproval): Promise<Approval> {
    const url = this.urlOf('createApproval', { ...model });
    return (await this.call('createApproval', url, { body: jsonBody(approval) })).json as Approval;
  }

  /** Newest first. */
  async listApprovals(model: ModelName, page: PageOptions = {}): Promise<ApprovalPage> {
    return this.get<ApprovalPage>('listApprovals', { ...model }, paging(page));
  }

  /** Takes an approval back. */
  async deleteApproval(model: ModelName, id: string): Promise<void> {
    await this.call('deleteApproval', this.urlOf('deleteApproval', { ...model, id }));
  }

  /** Declares what a consumer uses, in place of what it said of the environment before. */
  async declareConsumer(consumer: string, declaration: NewDeclaration): Promise<Declaration> {
    const url = this.urlOf('putConsumer', { consumer });
    return (await this.call('putConsumer', url, { body: jsonBody(declaration) })).json as Declaration;
  }

  /** What a consumer declares, by environment. */
  async getConsumer(consumer: string): Promise<Declarations> {
    return this.get<Declarations>('getConsumer', { consumer });
  }

  /** Records that a version was put into an environment. */
  async recordDeployment(environment: string, deployment: NewDeployment): Promise<Deployment> {
    const url = this.urlOf('recordDeployment', { environment });
    return (await this.call('recordDeployment', url, { body: jsonBody(deployment) })).json as Deployment;
  }

  /** Asks whether a version, or a consumer, can come into an environment. */
  async canIDeploy(question: DeploymentQuestion): Promise<CanIDeploy> {
    return this.get<CanIDeploy>('canIDeploy', {}, question);
  }

  /** Where a version is to be found. */
  addressOf(model: ModelName, version: number): string {
    return this.urlOf('getVersion', { ...model, version: String(version) }).href;
  }

  private async get<T>(id: RouteId, params: Readonly<Record<string, string>>, query: Query = {}): Promise<T> {
    const url = this.urlOf(id, params);
    setAll(url, query);
    return (await this.call(id, url)).json as T;
  }

  private urlOf(id: RouteId, params: Readonly<Record<string, string>>): URL {
    const url = new URL(this.server);
    // The server may be reached below a path of another one.
    url.pathname = `${url.pathname.replace(/\/$/, '')}${pathOf(id, params)}`;
    return url;
  }

  private async call(
    id: RouteId,
    url: URL,
    options: Pick<Exchange, 'body' | 'headers' | 'onProgress'> = {},
  ): Promise<{ status: number; json: unknown }> {
    const [method] = routes[id];
    const answer = await exchange({ method, url, patienceMs: this.patienceMs, ...options });
    return { status: answer.status, json: jsonOf(answer, url) };
  }
}

/** Parameters of a query; what is undefined is left out. */
type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

function paging({ pageSize, pageToken }: PageOptions): Query {
  return { page_size: pageSize, page_token: pageToken };
}

function setAll(url: URL, query: Query): void {
  for (const [name, value] of Object.entries(query)) {
    if (typeof value === 'object') for (const one of value) url.searchParams.append(name, one);
    else if (value !== undefined) url.searchParams.set(name, String(value));
  }
}

function sendingOf({ body, digest, onProgress }: Upload): Pick<Exchange, 'body' | 'headers' | 'onProgress'> {
  return { body, onProgress, headers: digest === undefined ? {} : { 'repr-digest': reprDigest(digest) } };
}

function jsonOf({ status, mediaType, body }: Answer, url: URL): unknown {
  if (status === 204) return undefined;
  const isJson = mediaType === 'application/json' || mediaType === 'application/problem+json';
  const json = isJson ? parsed(body) : undefined;
  if (status >= 200 && status < 300 && typeof json === 'object' && json !== null) return json;
  const problem = status >= 400 ? serverProblem(status, json) : undefined;
  if (problem) throw problem;
  throw new Problem('server-unreachable', `${url.origin} answered ${status}, but not as Sigcat does.`);
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** RFC 9530, section 3. */
function reprDigest(digest: string): string {
  const hex = digest.slice('sha-256:'.length);
  return `sha-256=:${Buffer.from(hex, 'hex').toString('base64')}:`;
}
