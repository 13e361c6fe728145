import { type ModelSignatures } from '@sigcat/core';
import { limitExceeded, Problem } from '@sigcat/problems';
import { type QueryResultRow } from 'pg';
import { Conditions } from '../conditions';
import { type Connection, type Database, type Statement } from '../database';
import { type Page, type PageRequest } from '../paging';
import { type Place } from '../replicas/reading';
import { type GraphRow, modelFromRow, modelsFromRows } from './graphs';
import { type Labels } from './labels';
import { type ModelName } from './model-name';
import { modelNotFound } from './models';
import { SimilarModels } from './similar-models';
import { type PartsOfNames } from './part-of-name';
import { type Signatures } from './signatures';
import { Together } from './together';
import { type VersionFilter, VersionLists } from './version-lists';
import { aliases, columns, summaryOf, type SummaryRow, tables, type VersionSummary } from './version-summary';

/** Which version of a model: by number, the newest, or the one an alias points to. */
export type VersionSelector =
  | { readonly by: 'number'; readonly number: number }
  | { readonly by: 'latest' }
  | { readonly by: 'alias'; readonly alias: string };

/** A version of a model. */
export interface VersionAddress extends ModelName {
  readonly selector: VersionSelector;
}

export interface VersionRecord extends VersionSummary {
  readonly signatures: ModelSignatures;
}

/** A state of a version. */
export interface VersionRevision {
  readonly number: number;
  /** A text that no other state of any version has. */
  readonly revision: string;
}

/** A graph in the wire form of its format. */
export interface NativeGraph {
  readonly tagSet: readonly string[];
  readonly native: Uint8Array;
}

export interface VersionChange {
  readonly labels?: Labels;
  /** Why nobody should begin to use the version; `null` takes that back. */
  readonly deprecation?: string | null;
}

interface RecordRow extends SummaryRow {
  readonly graphs: readonly GraphRow[];
}

interface StateRow {
  readonly id: string;
  readonly xmin: string;
  readonly aliases: readonly string[] | null;
}

const ofModel = 'm.namespace = $1 AND m.name = $2 AND v.deleted_at IS NULL';

/** How each kind of selector picks its one version; `$3` is the number or the alias. */
const selections: Readonly<Record<VersionSelector['by'], string>> = {
  number: `WHERE ${ofModel} AND v.number = $3`,
  latest: `WHERE ${ofModel} ORDER BY v.number DESC LIMIT 1`,
  alias: `JOIN alias chosen ON chosen.model_id = v.model_id AND chosen.version_number = v.number AND chosen.name = $3
          WHERE ${ofModel}`,
};

// Each is asked for by its number, its alias, or as the latest where it has neither.
const chosen = `(SELECT CASE
  WHEN asked.number IS NOT NULL THEN asked.number
  WHEN asked.alias IS NOT NULL
    THEN (SELECT version_number FROM alias WHERE model_id = m.id AND name = asked.alias)
  ELSE (SELECT max(number) FROM version WHERE model_id = m.id AND deleted_at IS NULL)
END AS number) AS chosen`;

/** Who asks while so many statements are under way waits for the next one, and costs it a part of what it costs alone. */
const together = { atOnce: 2, most: 64 };

// One JSON value with a bound is planned once (see surroundings.ts), and each is looked up by index (OFFSET 0).
const revisions = {
  name: 'version-revisions',
  text: `
    SELECT m.id IS NOT NULL AS model_exists, v.number, v.id, v.xmin, ${aliases}
    FROM (
      SELECT * FROM jsonb_to_recordset($1::jsonb)
        AS one (place int, namespace text, model text, number int, alias text)
      LIMIT ${together.most}
    ) AS asked
    LEFT JOIN LATERAL (
      SELECT id FROM model WHERE namespace = asked.namespace AND name = asked.model OFFSET 0
    ) AS m ON true
    LEFT JOIN LATERAL ${chosen} ON true
    LEFT JOIN LATERAL (
      SELECT id, xmin, model_id, number FROM version
      WHERE model_id = m.id AND number = chosen.number AND deleted_at IS NULL OFFSET 0
    ) AS v ON true
    ORDER BY asked.place`,
};

/** All but `model_exists` is null where there is no such version. */
interface RevisionRow extends QueryResultRow, StateRow {
  readonly model_exists: boolean;
  readonly number: number | null;
}

/** As there, and `graphs` is null also where they are too much. */
type AskedRow = Omit<RecordRow, 'id' | 'graphs'> & {
  readonly model_exists: boolean;
  readonly id: string | null;
  readonly graphs: readonly GraphRow[] | null;
};

const many = {
  name: 'version-many',
  text: `
    SELECT m.id IS NOT NULL AS model_exists, ${columns},
      CASE WHEN sum(octet_length(v.graphs::text)) OVER (ORDER BY asked.place) <= $5 THEN v.graphs END AS graphs
    FROM unnest($1::text[], $2::text[], $3::int[], $4::text[]) WITH ORDINALITY
      AS asked (namespace, model, number, alias, place)
    LEFT JOIN model m ON m.namespace = asked.namespace AND m.name = asked.model
    LEFT JOIN LATERAL ${chosen} ON true
    LEFT JOIN version v ON v.model_id = m.id AND v.number = chosen.number AND v.deleted_at IS NULL
    LEFT JOIN artifact a ON a.digest = v.artifact_digest
    ORDER BY asked.place`,
};

/** What was found, and where it was read. */
interface RevisionAt {
  readonly found: VersionRevision | Problem;
  readonly at: Place;
}

/** Versions that are not deleted. */
export class Versions {
  private readonly lists: VersionLists;
  private readonly similar: SimilarModels;
  private readonly revisions = new Map<Place, Together<VersionAddress, RevisionAt>>();

  constructor(
    private readonly database: Database,
    private readonly signatures: Signatures,
    parts: PartsOfNames,
  ) {
    this.lists = new VersionLists(database, parts);
    this.similar = new SimilarModels(database);
  }

  /** @throws Problem `model-not-found`, `version-not-found`, `alias-not-found`. */
  async get(model: ModelName, selector: VersionSelector): Promise<VersionRecord & VersionRevision> {
    const row = await this.select<RecordRow & StateRow>(
      'version-record',
      `${columns}, v.xmin, v.graphs`,
      model,
      selector,
    );
    const signatures = await modelFromRow(this.database, this.signatures, row);
    return { ...summaryOf(row), revision: revisionOf(row), signatures };
  }

  /**
   * Many at once, in the order they are asked for, each of them or why it cannot be had: `model-not-found`,
   * `version-not-found`, `alias-not-found`, or `batch-too-large` for those whose graphs, as they are stored, would
   * make more than `maxBatchBytes` bytes with the graphs before them.
   */
  async getMany(
    asked: readonly VersionAddress[],
    { maxBatchBytes }: { readonly maxBatchBytes: number },
  ): Promise<(VersionRecord | Problem)[]> {
    const selectors = asked.map(({ selector }) => selector);
    const rows = await this.database.run<AskedRow>(many, [
      asked.map(({ namespace }) => namespace),
      asked.map(({ model }) => model),
      selectors.map((selector) => (selector.by === 'number' ? selector.number : null)),
      selectors.map((selector) => (selector.by === 'alias' ? selector.alias : null)),
      maxBatchBytes,
    ]);
    const whole = rows.filter((row): row is AskedRow & RecordRow => row.graphs !== null);
    const models = await modelsFromRows(this.database, this.signatures, whole);
    const found = new Map<AskedRow, ModelSignatures | undefined>(whole.map((row, i) => [row, models[i]]));
    return asked.map((address, place) => {
      const row = rows[place];
      const signatures = row && found.get(row);
      return signatures ? { ...summaryOf(row), signatures } : whyNot(address, row, maxBatchBytes);
    });
  }

  /**
   * Which version it is, and as of when: as long as the revision is the same, so is all that {@link get} resolves to.
   * Costs a fraction of reading that. @throws Problem `model-not-found`, `version-not-found`, `alias-not-found`.
   */
  async revision(model: ModelName, selector: VersionSelector): Promise<VersionRevision> {
    const asked = { ...model, selector };
    const place = this.database.sharedPlace;
    const found = place ? await this.revisionAt(place, asked) : (await this.revisionsOf([asked]))[0];
    if (found !== undefined && !(found instanceof Problem)) return found;
    throw await this.suggesting(model, found);
  }

  private async revisionAt(place: Place, asked: VersionAddress): Promise<VersionRevision | Problem> {
    const { found, at } = await this.revisionsAt(place).ask(asked);
    // Where that place has failed all of them were answered elsewhere, and go on there.
    this.database.stayAt(at);
    return found;
  }

  private revisionsAt(place: Place): Together<VersionAddress, RevisionAt> {
    const known = this.revisions.get(place);
    if (known) return known;
    const work = async (asked: readonly VersionAddress[]): Promise<RevisionAt[]> => {
      const { answer, place: at } = await this.database.readFor(place, () => this.revisionsOf(asked));
      return answer.map((found) => ({ found, at }));
    };
    const revisions = new Together(work, together);
    this.revisions.set(place, revisions);
    return revisions;
  }

  private async revisionsOf(asked: readonly VersionAddress[]): Promise<(VersionRevision | Problem)[]> {
    const rows = await this.database.run<RevisionRow>(revisions, [
      JSON.stringify(asked.map(({ selector, ...model }, place) => ({ place, ...model, ...selector }))),
    ]);
    return asked.map(({ selector, ...model }, place) => {
      const row = rows[place];
      if (row?.model_exists !== true) return modelNotFound(model);
      return row.number === null
        ? notInModel(model, selector)
        : { number: row.number, revision: revisionOf(row) };
    });
  }

  /** @throws Problem `model-not-found`, `version-not-found`, `alias-not-found`. */
  async getSummary(model: ModelName, selector: VersionSelector): Promise<VersionSummary> {
    return summaryOf(await this.select<SummaryRow>('version-summary', columns, model, selector));
  }

  /** The graphs in their format's wire form. @throws Problem as {@link get}. */
  async getNative(
    model: ModelName,
    selector: VersionSelector,
  ): Promise<VersionSummary & { graphs: NativeGraph[] }> {
    const natives = `(SELECT json_agg(json_build_object('tagSet', g.tag_set, 'native', encode(g.native, 'base64'))
      ORDER BY g.position) FROM graph g WHERE g.version_id = v.id) AS natives`;
    const row = await this.select<SummaryRow & { natives: { tagSet: string[]; native: string }[] | null }>(
      'version-native',
      `${columns}, ${natives}`,
      model,
      selector,
    );
    const graphs = (row.natives ?? []).map(({ tagSet, native }) => ({
      tagSet,
      native: Buffer.from(native, 'base64'),
    }));
    return { ...summaryOf(row), graphs };
  }

  /** Newest first. */
  list(filter: VersionFilter, page: PageRequest): Promise<Page<VersionSummary>> {
    return this.lists.page(filter, page);
  }

  /** @throws Problem `model-not-found`, `version-not-found`. */
  async change(model: ModelName, number: number, { labels, deprecation }: VersionChange): Promise<void> {
    const sets = new Conditions();
    const assignments = [
      ...(labels === undefined ? [] : [`labels = ${sets.value(labels)}`]),
      ...(deprecation === undefined ? [] : [`deprecation = ${sets.value(deprecation)}`]),
    ];
    if (assignments.length === 0) {
      await this.getSummary(model, { by: 'number', number });
      return;
    }
    const text = `UPDATE version v SET ${assignments.join(', ')} FROM model m WHERE m.id = v.model_id
      AND m.namespace = ${sets.value(model.namespace)} AND m.name = ${sets.value(model.model)}
      AND v.number = ${sets.value(number)} AND v.deleted_at IS NULL RETURNING v.id`;
    const changed = await this.database.run({ text }, sets.values);
    if (changed.length === 0) throw await notFound(this.database, model, { by: 'number', number });
  }

  private async select<Row extends QueryResultRow>(
    name: string,
    wanted: string,
    model: ModelName,
    selector: VersionSelector,
  ): Promise<Row> {
    const statement: Statement = {
      name: `${name}-by-${selector.by}`,
      text: `SELECT ${wanted} FROM ${tables} ${selections[selector.by]}`,
    };
    const [row] = await this.database.run<Row>(statement, [
      model.namespace,
      model.model,
      ...argumentsOf(selector),
    ]);
    if (!row) throw await this.suggesting(model, await notFound(this.database, model, selector));
    return row;
  }

  /** Why there is no such version; where its model is not there, with the names that may have been meant. */
  private async suggesting(model: ModelName, problem: Problem | undefined): Promise<Problem> {
    return problem && problem.code !== 'model-not-found'
      ? problem
      : modelNotFound(model, await this.similar.to(model));
  }
}

/** Why there is no such version: its model, the alias, or the version itself is not there. */
export async function notFound(
  connection: Connection,
  model: ModelName,
  selector: VersionSelector,
): Promise<Problem> {
  const text = 'SELECT id FROM model WHERE namespace = $1 AND name = $2';
  const found = await connection.run({ name: 'model-exists', text }, [model.namespace, model.model]);
  return found.length === 0 ? modelNotFound(model) : notInModel(model, selector);
}

function notInModel(model: ModelName, selector: VersionSelector): Problem {
  const address = `${model.namespace}/${model.model}`;
  switch (selector.by) {
    case 'number':
      return versionNotFound(model, selector.number);
    case 'latest':
      return new Problem('version-not-found', `${address} has no versions.`, { ...model });
    case 'alias':
      return new Problem('alias-not-found', `${address} has no alias ${selector.alias}.`, {
        ...model,
        alias: selector.alias,
      });
  }
}

function whyNot(
  { selector, ...model }: VersionAddress,
  row: AskedRow | undefined,
  maxBatchBytes: number,
): Problem {
  if (row?.model_exists !== true) return modelNotFound(model);
  if (row.id === null) return notInModel(model, selector);
  const what = `${addressOf(model, row.number)} does not fit in with the versions asked for before it`;
  return limitExceeded('batch-too-large', what, { name: 'maxBatchBytes', value: maxBatchBytes });
}

export function versionNotFound(model: ModelName, version: number): Problem {
  return new Problem('version-not-found', `There is no version ${addressOf(model, version)}.`, {
    ...model,
    version,
  });
}

export function addressOf({ namespace, model }: ModelName, version: number): string {
  return `${namespace}/${model}@${version}`;
}

function argumentsOf(selector: VersionSelector): unknown[] {
  switch (selector.by) {
    case 'number':
      return [selector.number];
    case 'latest':
      return [];
    case 'alias':
      return [selector.alias];
  }
}

/** Every change of a row gives it another xmin, and aliases are all of a version that is not in its row. */
function revisionOf({ id, xmin, aliases }: StateRow): string {
  return [id, xmin, ...(aliases ?? [])].join(' ');
}
