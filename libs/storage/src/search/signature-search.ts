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
  type Offer,
  relationOf,
  similarNamesAsked,
  token,
  typesDigest,
} from '@sigcat/search';
import { type SignatureId, type Signatures } from '../catalog/signatures';
import { type Database } from '../database';
import { type Page, pageOf, type PageRequest, positionOf, tokenAt } from '../paging';
import { BatchSizes } from './batch-size';
import { type CandidateRow, candidates, type HashedClause, type Part, type Place } from './candidates';
import { type Facets, facetsOf, sourcesOf } from './facets';
import { type Universe } from './offering';
import { type OfferFound, type OfferKey, Offers, type WholeOffer } from './offers';
import { offersAfter } from './offers-after';
import { similarTensorNames } from './similar-names';
import { StatementNames } from '../statement-names';
import { Statistics } from './statistics';
import { tokenHash } from './token-hash';
import { Turn } from './turn';

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

/** Offers of a signature of which each is looked at whole, the newest first and then more, where all of a version counts. */
const offersLookedAt = 50;
/** The same, where the first ones were not enough. */
const mostAtOnce = 500;
/** Offers shown of a signature. */
const shownOffers = 5;
/** Offers among which facets of a signature are counted. */
const offersCounted = 200;
/** Where all hits are found before the first is shown, so many times as many are taken: to find them again is dearer. */
const atOnce = 2;
/** Milliseconds after which others are given a turn. */
const longEnough = 10;

/** Exact answers come first, the nearest before the others; then the rest. */
const stages = [...exactnesses, 'rest'] as const;
type Stage = (typeof stages)[number];

/** Finds signatures by what they take and give. What it finds is what the pure `search` of @sigcat/search would. */
export class SignatureSearch {
  private readonly statistics: Statistics;
  private readonly offers: Offers;
  private readonly sizes = new BatchSizes();
  private readonly names = new StatementNames('search');
  private readonly turn = new Turn(longEnough);

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
    return this.shown(await this.hits(request, await this.prepare(request, shownOffers), page));
  }

  /** Counts what there is among the first that are found. @throws Problem `database-unavailable`. */
  async facets(request: SearchRequest): Promise<FacetsFound> {
    const search = await this.prepare(request, offersCounted);
    const { items, nextToken } = await this.hits(request, search, { size: this.limits.maxFacetSignatures });
    const sources = isOfWholes(request.asked)
      ? await this.offers.sourcesOf(items)
      : await sourcesOf(this.database, items, search, offersCounted);
    return {
      signatures: items.length,
      isComplete: sources.isComplete && nextToken === undefined,
      facets: facetsOf(items, sources),
    };
  }

  private async hits(request: SearchRequest, search: Prepared, page: PageRequest): Promise<Page<Hit>> {
    const start = startOf(page, search.full !== undefined);
    const wanted = stagesOf(request.asked, search.full);
    if (wanted.length > 0 && !wanted.includes(start.stage)) throw unreadableToken();
    const starts = wanted
      .slice(wanted.indexOf(start.stage))
      .map((stage): Start => (stage === start.stage ? start : { stage }));
    const found: Hit[] = [];
    const sizes = this.sizes.of(kindOf(request), request.filter ? 0.25 : 1);
    let left = this.limits.maxSearchCandidates;
    let last: readonly string[] | undefined;
    const nextSize = (): number => Math.min(sizes.next(page.size + 1 - found.length), left);
    // The first batches of all stages are one statement, which for stages other than the last is nearly always all.
    const first = await this.batches(search, starts, nextSize());
    for (const [i, { stage }] of starts.entries()) {
      for (let batch = first[i]; batch !== undefined;) {
        const before = found.length;
        const rows = batch.rows.slice(0, left);
        let looked = 0;
        const signatures = await this.offered(rows);
        for (const row of rows) {
          if (this.turn.isOver()) await this.turn.next();
          looked++;
          last = positionIn(stage, row);
          const signature = signatures.get(row.id);
          const one = signature && search.relation.find(signature);
          if (!one || (one.exactness ?? 'rest') !== stage) continue;
          const offered = isOfWholes(search.asked) ? await this.fitting(search, row) : offeredIn(row);
          if (offered.offers.length > 0)
            found.push({ ...one, id: row.id, signature, ...offered, position: last });
          if (found.length > page.size) break;
          if (search.versions.left <= 0) return cutShort(found, page, last);
        }
        if (stage === 'rest' && looked > 0) sizes.saw(looked, found.length - before);
        if (found.length > page.size) return pageOfHits(found, page);
        left -= rows.length;
        const isAll = rows.length === batch.rows.length && rows.length < batch.size;
        if (left <= 0 && !(isAll && i === starts.length - 1)) return cutShort(found, page, last);
        const end = rows.at(-1);
        if (isAll || end === undefined) break;
        [batch] = await this.batches(search, [{ stage, after: placeOf(end) }], nextSize());
      }
    }
    return pageOfHits(found, page);
  }

  /** @param offers that are wanted of each signature */
  private async prepare({ asked, filter, universe }: SearchRequest, offers: number): Promise<Prepared> {
    const like = new Map(
      await Promise.all(
        similarNamesAsked(asked).map(
          async (name) => [name, await similarTensorNames(this.database, name)] as const,
        ),
      ),
    );
    const clauses = clausesOf(asked, (name) => like.get(name)).map((clause) => clause.map(tokenHash));
    const key = keyAsked(asked);
    const full = fullOf(asked);
    return {
      asked,
      relation: relationOf(asked),
      clauses,
      universe,
      offers,
      versions: { left: this.limits.maxSearchCandidates },
      ...(key && { key }),
      ...(filter && { filter }),
      ...(full && { full, types: tokenHash(token.types(typesDigest(full))) }),
    };
  }

  /** The next candidates of each of some stages, in one statement. */
  private async batches(search: Prepared, starts: readonly Start[], size: number): Promise<Batch[]> {
    const parts = await Promise.all(starts.map((start) => this.part(search, start, size)));
    const asked = parts.filter((part) => part !== undefined);
    const found = new Map<Part, readonly CandidateRow[]>();
    const rows = await candidates(this.database, this.names, asked);
    for (const [i, part] of asked.entries()) found.set(part, rows[i] ?? []);
    return parts.map((part) => ({ rows: (part && found.get(part)) ?? [], size: part?.limit ?? size }));
  }

  /** Nothing, where nothing can be found. */
  private async part(search: Prepared, { stage, after }: Start, size: number): Promise<Part | undefined> {
    const { asked, universe, key, filter, full } = search;
    const clauses = [...search.clauses, ...exactClauses(search, stage)];
    if (clauses.some(({ length }) => length === 0)) return undefined;
    const by =
      stage === 'identical'
        ? ({ way: 'digest', clauses } as const)
        : await this.statistics.wayTo({ universe, clauses, limit: size, filter });
    return {
      ...by,
      universe,
      limit: by.way === 'tokens' ? atOnce * size : size,
      offers: isOfWholes(asked) ? offersLookedAt : shownOffers + 1,
      ...(key && { key }),
      ...(filter && { filter }),
      ...(after && { after }),
      ...(stage === 'identical' && full && { digest: signatureDigest(full) }),
    };
  }

  /** The signatures of those candidates that somebody offers who will do. */
  private offered(rows: readonly CandidateRow[]): Promise<ReadonlyMap<SignatureId, Signature>> {
    const ids = rows.flatMap(({ id, offers }) => (offers ? [id] : []));
    return this.signatures.load(this.database, ids);
  }

  /**
   * Who of those who offer a candidate will do as a whole: all of a version counts, not only the signature that was
   * found. Goes on to older ones until there are enough.
   */
  private async fitting(search: Prepared, { id, offers }: CandidateRow): Promise<Offered> {
    const { universe, key, filter } = search;
    const wanted = { universe, ...(key && { key }), ...(filter && { filter }), signature: id };
    const fitting: OfferKey[] = [];
    let next = offers ?? [];
    for (let limit = offersLookedAt; ; limit = mostAtOnce) {
      const whole = await this.offers.loadWhole(next);
      for (const offer of next) {
        if (this.turn.isOver()) await this.turn.next();
        const one = whole.get(offer);
        if (one && search.relation.takes(offerOf(one))) fitting.push(offer);
        search.versions.left--;
        if (fitting.length > search.offers) {
          return { offers: fitting.slice(0, search.offers), moreOffers: true };
        }
      }
      const after = next.at(-1);
      if (after === undefined || next.length < limit) return { offers: fitting, moreOffers: false };
      next = await offersAfter(this.database, this.names, { ...wanted, after, limit: mostAtOnce });
    }
  }

  /** With those who offer what was found. */
  private async shown(page: Page<Hit>): Promise<Page<SignatureFound>> {
    const offers = await this.offers.load(page.items.flatMap((hit) => hit.offers));
    const items = page.items.map((hit) => ({
      ...hit,
      offers: hit.offers.flatMap((key) => offers.get(key) ?? []),
    }));
    return { ...page, items };
  }
}

/** Who offers a signature: the newest, and whether there are more. */
interface Offered {
  readonly offers: readonly OfferKey[];
  readonly moreOffers: boolean;
}

function offeredIn({ offers }: CandidateRow): Offered {
  return { offers: (offers ?? []).slice(0, shownOffers), moreOffers: (offers ?? []).length > shownOffers };
}

/** Whether all of a version counts. */
function isOfWholes({ relation }: Asked): boolean {
  return relation === 'drop-in';
}

/** As relations look at it. */
function offerOf({ tagSet, key, ...version }: WholeOffer): Offer {
  const rest = { aliases: [], frameworkVersion: '', labels: {} };
  return { version: { ...version, ...rest }, tagSet, key, methodName: '' };
}

/** What was found of a signature that is a hit, and where to go on after it. */
interface Hit extends Found, Offered {
  readonly id: SignatureId;
  readonly signature: Signature;
  readonly position: readonly string[];
}

interface Prepared {
  readonly asked: Asked;
  readonly relation: ReturnType<typeof relationOf>;
  readonly clauses: readonly HashedClause[];
  readonly universe: Universe;
  /** To find of each signature. */
  readonly offers: number;
  /** Versions to look at whole before a page ends. */
  readonly versions: { left: number };
  readonly key?: NameAsked;
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

/** A drop-in is looked for under the key that the main signature of what it replaces has. */
function keyAsked(asked: Asked): NameAsked | undefined {
  if (asked.relation !== 'drop-in') return asked.query.key;
  return { kind: 'is', name: mainSignature(asked.baseline)?.key ?? '' };
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

/** Candidates that were looked for together: all there are, if they are fewer than `size`. */
interface Batch {
  readonly rows: readonly CandidateRow[];
  readonly size: number;
}

/** Where a stage begins, or goes on. */
interface Start {
  readonly stage: Stage;
  readonly after?: Place;
}

function startOf(page: PageRequest, exact: boolean): Start {
  const position = positionOf(page, 'signatures', 4);
  if (!position) return { stage: exact ? 'identical' : 'rest' };
  const [stage, ...numbers] = position;
  const known = stages.find((one) => one === stage);
  const [tensorCount = 0, unknowns = 0, id = 0] = numbers.map(Number);
  const isReadable = numbers.every((number) => /^\d{1,15}$/.test(number));
  // A token may be anybody's: beyond these the columns have no numbers.
  if (known === undefined || !isReadable || tensorCount > maxSmallint || unknowns > maxInt) {
    throw unreadableToken();
  }
  return { stage: known, after: { tensorCount, unknowns, id } };
}

function unreadableToken(): Problem {
  return new Problem('invalid-page-token', 'The page token cannot be read.');
}

const maxSmallint = 2 ** 15 - 1;
const maxInt = 2 ** 31 - 1;

function positionIn(stage: Stage, { tensor_count, unknowns, id }: CandidateRow): readonly string[] {
  return [stage, String(tensor_count), String(unknowns), id];
}

function placeOf({ tensor_count, unknowns, id }: CandidateRow): Place {
  return { tensorCount: tensor_count, unknowns, id: Number(id) };
}

function pageOfHits(found: readonly Hit[], page: PageRequest): Page<Hit> {
  return pageOf(
    'signatures',
    found,
    page,
    ({ position }) => position,
    (hit) => hit,
  );
}

/** The page of a search that has looked at enough: it goes on from the last signature looked at. */
function cutShort(found: readonly Hit[], page: PageRequest, last: readonly string[] | undefined): Page<Hit> {
  const shown = pageOfHits(found, page);
  if (shown.nextToken !== undefined || last === undefined) return shown;
  return { ...shown, nextToken: tokenAt('signatures', last) };
}
