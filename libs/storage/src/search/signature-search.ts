import { createHash } from 'node:crypto';
import { type Signature, signatureDigest } from '@sigcat/core';
import { Problem } from '@sigcat/problems';
import {
  type Asked,
  clausesOf,
  exactnesses,
  type Filter,
  type Found,
  fullSignature,
  mainSignature,
  type NameAsked,
  relationOf,
  similarNamesAsked,
  token,
  typesDigest,
} from '@sigcat/search';
import { type SignatureId, type Signatures } from '../catalog/signatures';
import { type Database } from '../database';
import { type Page, pageOf, type PageRequest, positionOf } from '../paging';
import { BatchSizes } from './batch-size';
import { type CandidateRow, candidates, type HashedClause, type Place } from './candidates';
import { type Facets, facetsOf } from './facets';
import { type Universe } from './offering';
import { type OfferFound, type OfferKey, Offers } from './offers';
import { similarKeys, similarTensorNames } from './similar-names';
import { StatementNames } from './statement-names';
import { Statistics } from './statistics';
import { tokenHash } from './token-hash';

export interface SearchRequest {
  readonly asked: Asked;
  /** Absent: any version. */
  readonly filter?: Filter;
  /** Whether only the latest version of each model counts. */
  readonly universe: Universe;
}

export interface SearchLimits {
  /** Signatures that one page is looked for among; then it ends, and the next one goes on from there. */
  readonly maxSearchCandidates: number;
  /** Signatures found among which facets are counted. */
  readonly maxFacetSignatures: number;
}

/** What there is among what a search finds. */
export interface FacetsFound {
  /** Those that were counted, from the first. */
  readonly signatures: number;
  /** Whether these are all. */
  readonly isComplete: boolean;
  readonly facets: Facets;
}

/** A signature that is what was looked for. */
export interface SignatureFound extends Found {
  readonly id: string;
  readonly signature: Signature;
  /** The newest of those who offer it. */
  readonly offers: readonly OfferFound[];
  /** Whether there are more of them. */
  readonly moreOffers: boolean;
}

/** Offers of a signature of which each is looked at whole, the newest, where all of a version counts. */
const offersLookedAt = 50;
/** Offers shown of a signature. */
const shownOffers = 5;

/** Exact answers come first, the nearest before the others; then the rest. */
const stages = [...exactnesses, 'rest'] as const;
type Stage = (typeof stages)[number];

/** Finds signatures by what they take and give. What it finds is what the pure `search` of @sigcat/search would. */
export class SignatureSearch {
  private readonly statistics: Statistics;
  private readonly offers: Offers;
  private readonly sizes = new BatchSizes();
  private readonly names = new StatementNames('search');

  constructor(
    private readonly database: Database,
    private readonly signatures: Signatures,
    private readonly limits: SearchLimits,
  ) {
    this.statistics = new Statistics(database);
    this.offers = new Offers(database, signatures);
  }

  /** @throws Problem `invalid-page-token`, `database-unavailable`. */
  async search(request: SearchRequest, page: PageRequest): Promise<Page<SignatureFound>> {
    return this.shown(await this.hits(request, await this.prepare(request), page));
  }

  /** Counts what there is among the first that are found. @throws Problem `database-unavailable`. */
  async facets(request: SearchRequest): Promise<FacetsFound> {
    const search = await this.prepare(request);
    const { items, nextToken } = await this.hits(request, search, { size: this.limits.maxFacetSignatures });
    return {
      signatures: items.length,
      isComplete: nextToken === undefined,
      facets: await facetsOf(this.database, items, search),
    };
  }

  private async hits(request: SearchRequest, search: Prepared, page: PageRequest): Promise<Page<Hit>> {
    const { asked } = request;
    const start = startOf(page, search.full !== undefined);
    const found: Hit[] = [];
    const sizes = this.sizes.of(kindOf(request), request.filter ? 0.25 : 1);
    let left = this.limits.maxSearchCandidates;
    let last: readonly string[] | undefined;
    const wantedStages = stagesOf(asked, search.full);
    for (const stage of wantedStages.slice(wantedStages.indexOf(start.stage))) {
      let after = stage === start.stage ? start.after : undefined;
      while (found.length <= page.size) {
        const before = found.length;
        const batch = Math.min(sizes.next(page.size + 1 - before), left);
        const rows = await this.batch(search, stage, after, batch);
        let looked = 0;
        for await (const { row, hit } of this.verified(search, stage, rows)) {
          looked++;
          last = positionIn(stage, row);
          if (hit) found.push({ ...hit, position: last });
          if (found.length > page.size) break;
        }
        if (stage === 'rest' && looked > 0) sizes.saw(looked, found.length - before);
        left -= rows.length;
        const end = rows.at(-1);
        if (end === undefined || rows.length < batch) break;
        if (left <= 0) return cutShort(found, page, last);
        after = placeOf(end);
      }
      if (found.length > page.size) break;
    }
    return pageOf(found, page, positionOfHit, itself);
  }

  private async prepare({ asked, filter, universe }: SearchRequest): Promise<Prepared> {
    const like = new Map(
      await Promise.all(
        similarNamesAsked(asked).map(async (name): Promise<[string, readonly string[]]> => [
          name,
          await similarTensorNames(this.database, name),
        ]),
      ),
    );
    const clauses = clausesOf(asked, (name) => like.get(name) ?? []).map((clause) => clause.map(tokenHash));
    const keys = await this.keysAsked(asked);
    const full = fullOf(asked);
    return {
      asked,
      relation: relationOf(asked),
      clauses,
      universe,
      ...(keys && { keys }),
      ...(filter && { filter }),
      ...(full && { full, types: tokenHash(token.types(typesDigest(full))) }),
    };
  }

  private async keysAsked(asked: Asked): Promise<readonly string[] | undefined> {
    if (asked.relation === 'drop-in') return [mainSignature(asked.baseline)?.key ?? ''];
    const { key }: { readonly key?: NameAsked } = asked.query;
    if (key === undefined) return undefined;
    return key.kind === 'is' ? [key.name] : similarKeys(this.database, key.name);
  }

  private async batch(
    search: Prepared,
    stage: Stage,
    after: Place | undefined,
    limit: number,
  ): Promise<readonly CandidateRow[]> {
    const { asked, universe, keys, filter, full, types } = search;
    const clauses = [...search.clauses, ...exactClauses(search, stage)];
    if (clauses.some(({ length }) => length === 0)) return [];
    const way =
      stage === 'identical' ? 'digest' : await this.statistics.wayTo({ universe, clauses, limit, filter });
    return candidates(this.database, this.names, way, {
      universe,
      clauses,
      limit,
      offers: asked.relation === 'drop-in' ? offersLookedAt : shownOffers + 1,
      ...(keys && { keys }),
      ...(filter && { filter }),
      ...(after && { after }),
      ...(stage === 'identical' && full && { digest: signatureDigest(full) }),
      ...(stage === 'rest' && types !== undefined && { without: types }),
    });
  }

  /** Each candidate, with what was found of it; with nothing when it only looked like it. */
  private async *verified(
    search: Prepared,
    stage: Stage,
    rows: readonly CandidateRow[],
  ): AsyncIterable<{ readonly row: CandidateRow; readonly hit: Omit<Hit, 'position'> | undefined }> {
    const signatures = await this.signatures.load(
      this.database,
      rows.flatMap(({ id, offers }) => (offers ? [id] : [])),
    );
    const isWhole = search.asked.relation === 'drop-in';
    for (const row of rows) {
      const signature = row.offers ? signatures.get(row.id) : undefined;
      const found = signature && search.relation.find(signature);
      if (!found || (found.exactness ?? 'rest') !== stage) {
        yield { row, hit: undefined };
        continue;
      }
      const offered = row.offers ?? [];
      const offers = isWhole ? await this.fitting(search, offered) : offered;
      yield { row, hit: offers.length === 0 ? undefined : { ...found, id: row.id, signature, offers } };
    }
  }

  /** A drop-in is one as a whole: all of a version counts, not only the signature that was found. */
  private async fitting({ relation }: Prepared, offers: readonly OfferKey[]): Promise<OfferKey[]> {
    const whole = await this.offers.loadWhole(offers);
    return offers.filter((offer) => {
      const one = whole.get(offer);
      if (!one) return false;
      const rest = { aliases: [], frameworkVersion: '', labels: {} };
      return relation.takes({
        version: { ...one, ...rest },
        tagSet: one.tagSet,
        key: one.key,
        methodName: '',
      });
    });
  }

  /** With those who offer what was found. */
  private async shown(page: Page<Hit>): Promise<Page<SignatureFound>> {
    const offers = await this.offers.load(page.items.flatMap((hit) => hit.offers.slice(0, shownOffers)));
    const items = page.items.map(({ offers: keys, ...hit }) => ({
      ...hit,
      offers: keys.slice(0, shownOffers).flatMap((key) => offers.get(key) ?? []),
      moreOffers: keys.length > shownOffers,
    }));
    return { ...page, items };
  }
}

/** What was found of a signature that is a hit, and where to go on after it. */
interface Hit extends Found {
  readonly id: SignatureId;
  readonly signature: Signature;
  readonly offers: readonly OfferKey[];
  readonly position: readonly string[];
}

const positionOfHit = ({ position }: Hit): readonly string[] => position;
const itself = (hit: Hit): Hit => hit;

interface Prepared {
  readonly asked: Asked;
  readonly relation: ReturnType<typeof relationOf>;
  readonly clauses: readonly HashedClause[];
  readonly universe: Universe;
  readonly keys?: readonly string[];
  readonly filter?: Filter;
  /** The signature that exact answers are the same as. */
  readonly full?: Signature;
  /** The token of its types. */
  readonly types?: number;
}

/** Those of which about as many candidates turn out to be answers; hashed, as filters may be long and many are kept. */
function kindOf({ asked: { relation }, filter, universe }: SearchRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([relation, universe, filter]))
    .digest('base64');
}

function fullOf(asked: Asked): Signature | undefined {
  return asked.relation === 'drop-in' ? mainSignature(asked.baseline)?.signature : fullSignature(asked.query);
}

function stagesOf(asked: Asked, full: Signature | undefined): readonly Stage[] {
  if (asked.relation === 'exact') return full ? exactnesses : [];
  return full ? stages : ['rest'];
}

/** What signatures that are so nearly the one asked for have to meet besides. */
function exactClauses({ full, types }: Prepared, stage: Stage): readonly HashedClause[] {
  if (full === undefined || types === undefined || stage === 'identical' || stage === 'rest') return [];
  if (stage === 'same-types') return [[types]];
  const { inputs, outputs } = full;
  return [
    [types],
    ...inputs.map(({ name, dtype }) => [tokenHash(token.nameAndDtype('i', name, dtype))]),
    ...outputs.map(({ name, dtype }) => [tokenHash(token.nameAndDtype('o', name, dtype))]),
  ];
}

function startOf(page: PageRequest, exact: boolean): { readonly stage: Stage; readonly after?: Place } {
  const position = positionOf(page, 4);
  if (!position) return { stage: exact ? 'identical' : 'rest' };
  const [stage, ...numbers] = position;
  const known = stages.find((one) => one === stage);
  const [tensorCount = 0, unknowns = 0, id = 0] = numbers.map(Number);
  const isReadable = numbers.every((number) => /^\d{1,15}$/.test(number));
  // A token may be anybody's: beyond these the columns have no numbers.
  if (known === undefined || !isReadable || tensorCount > maxSmallint || unknowns > maxInt) {
    throw new Problem('invalid-page-token', 'The page token cannot be read.');
  }
  return { stage: known, after: { tensorCount, unknowns, id } };
}

const maxSmallint = 2 ** 15 - 1;
const maxInt = 2 ** 31 - 1;

function positionIn(stage: Stage, { tensor_count, unknowns, id }: CandidateRow): readonly string[] {
  return [stage, String(tensor_count), String(unknowns), id];
}

function placeOf({ tensor_count, unknowns, id }: CandidateRow): Place {
  return { tensorCount: tensor_count, unknowns, id: Number(id) };
}

/** The page of a search that has looked at enough: it goes on from the last signature looked at. */
function cutShort(found: readonly Hit[], page: PageRequest, last: readonly string[] | undefined): Page<Hit> {
  const shown = pageOf(found, page, positionOfHit, itself);
  if (shown.nextToken !== undefined || last === undefined) return shown;
  const [goOn] = [
    pageOf(
      [last, last],
      { size: 1 },
      (position) => position,
      (position) => position,
    ),
  ];
  return { ...shown, ...(goOn.nextToken !== undefined && { nextToken: goOn.nextToken }) };
}
