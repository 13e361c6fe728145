import { type ModelSignatures, type TagSet } from '@sigcat/core';
import { LRUCache } from 'lru-cache';
import { comparableModels, type GraphRow } from '../catalog/graphs';
import { type Signatures } from '../catalog/signatures';
import { type Database } from '../database';
import { type Sources } from './facets';

/** Which signature of which version: `version_id/graph_position/position`. */
export type OfferKey = string;

/** Who offers a signature. */
export interface OfferFound {
  readonly namespace: string;
  readonly model: string;
  readonly version: number;
  readonly key: string;
  readonly tagSet: TagSet;
  readonly format: string;
  readonly publishedAt: Date;
}

/** Someone who offers a signature, and all of what he offers. */
export interface WholeOffer extends OfferFound {
  readonly signatures: ModelSignatures;
}

interface OfferRow {
  readonly offer: OfferKey;
  readonly namespace: string;
  readonly model: string;
  readonly version: number;
  readonly key: string;
  readonly tag_set: readonly string[];
  readonly format: string;
  readonly published_at: Date;
}

const load = {
  name: 'search-offers',
  text: `
    SELECT k.offer, m.namespace, m.name AS model, v.number AS version, vs.key, g.tag_set, v.format, v.published_at
    FROM (
      SELECT offer, split_part(offer, '/', 1)::bigint AS version_id, split_part(offer, '/', 2)::int AS graph_position,
        split_part(offer, '/', 3)::int AS position
      FROM jsonb_array_elements_text($1) AS t (offer) LIMIT $2
    ) AS k JOIN version_signature vs USING (version_id, graph_position, position)
      JOIN graph g ON g.version_id = k.version_id AND g.position = k.graph_position
      JOIN version v ON v.id = k.version_id JOIN model m ON m.id = v.model_id`,
};

const loadGraphs = {
  name: 'search-graphs-offered',
  text: `SELECT v.id, v.format, v.graphs FROM jsonb_array_elements_text($1) AS t (id) JOIN version v ON v.id = t.id::bigint`,
};

interface GraphsRow {
  readonly id: string;
  readonly format: string;
  readonly graphs: readonly GraphRow[];
}

/** Who offers what. It never changes, so that it may be remembered; whether he still does is not known here. */
export class Offers {
  private readonly found: LRUCache<OfferKey, OfferFound>;
  private readonly graphs: LRUCache<string, GraphsRow>;

  constructor(
    private readonly database: Database,
    private readonly signatures: Signatures,
    capacity = 50_000,
  ) {
    this.found = new LRUCache({ max: capacity });
    this.graphs = new LRUCache({ max: capacity / 10 });
  }

  /** Those that have been removed for good are missing. @throws Problem `database-unavailable`. */
  async load(keys: Iterable<OfferKey>): Promise<ReadonlyMap<OfferKey, OfferFound>> {
    const found = new Map<OfferKey, OfferFound>();
    const missing: OfferKey[] = [];
    for (const key of new Set(keys)) {
      const known = this.found.get(key);
      if (known) found.set(key, known);
      else missing.push(key);
    }
    if (missing.length === 0) return found;
    const rows = await this.database.run<OfferRow>(load, [JSON.stringify(missing), missing.length]);
    for (const { offer, tag_set: tagSet, published_at: publishedAt, ...row } of rows) {
      const one = { ...row, tagSet, publishedAt };
      found.set(offer, one);
      this.found.set(offer, one);
    }
    return found;
  }

  /** Where signatures come from, as those say who offer them. */
  async sourcesOf(
    found: readonly { readonly offers: readonly OfferKey[]; readonly moreOffers: boolean }[],
  ): Promise<Sources> {
    const offers = await this.load(found.flatMap((one) => one.offers));
    const each = (of: (offer: OfferFound) => string): string[][] =>
      found.map((one) =>
        one.offers.flatMap((key) => [offers.get(key)].flatMap((offer) => (offer ? [of(offer)] : []))),
      );
    return {
      formats: each(({ format }) => format),
      namespaces: each(({ namespace }) => namespace),
      isComplete: !found.some(({ moreOffers }) => moreOffers),
    };
  }

  /** The same, with all that each one offers. */
  async loadWhole(keys: Iterable<OfferKey>): Promise<ReadonlyMap<OfferKey, WholeOffer>> {
    const [offers, models] = [await this.load(keys), await this.modelsOf(keys)];
    return new Map(
      [...offers].flatMap(([key, offer]) => {
        const signatures = models.get(versionOf(key));
        return signatures ? [[key, { ...offer, signatures }]] : [];
      }),
    );
  }

  private async modelsOf(keys: Iterable<OfferKey>): Promise<ReadonlyMap<string, ModelSignatures>> {
    const found: GraphsRow[] = [];
    const missing: string[] = [];
    for (const id of new Set([...keys].map(versionOf))) {
      const known = this.graphs.get(id);
      if (known) found.push(known);
      else missing.push(id);
    }
    if (missing.length > 0) {
      for (const row of await this.database.run<GraphsRow>(loadGraphs, [JSON.stringify(missing)])) {
        found.push(row);
        this.graphs.set(row.id, row);
      }
    }
    const models = await comparableModels(this.database, this.signatures, found);
    return new Map(found.flatMap(({ id }, i) => (models[i] ? [[id, models[i]]] : [])));
  }
}

function versionOf(key: OfferKey): string {
  return key.slice(0, key.indexOf('/'));
}
