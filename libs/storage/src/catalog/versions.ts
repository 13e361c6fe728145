import { type Digest, digestBytes, type ModelSignatures } from '@sigcat/core';
import { type Packaging } from '@sigcat/formats';
import { limitExceeded, Problem } from '@sigcat/problems';
import { type QueryResultRow } from 'pg';
import { Conditions } from '../conditions';
import { type Connection, type Database, type Statement } from '../database';
import { idIn, limitOf, type Page, pageOf, type PageRequest, positionOf } from '../paging';
import { type Place } from '../replicas/reading';
import { type GraphRow, modelFromRow, modelsFromRows } from './graphs';
import { addLabelConditions, type LabelFilter, type Labels } from './labels';
import { type ModelName } from './model-name';
import { modelNotFound } from './models';
import { type Signatures } from './signatures';
import { addPartOfName } from './part-of-name';
import { StatementNames } from '../statement-names';
import { Together } from './together';

/** Which version of a model: by number, the newest, or the one an alias points to. */
export type VersionSelector =
  | { readonly by: 'number'; readonly number: number }
  | { readonly by: 'latest' }
  | { readonly by: 'alias'; readonly alias: string };

/** A version of a model. */
export interface VersionAddress extends ModelName {
  readonly selector: VersionSelector;
}

/** A version without its signatures. */
export interface VersionSummary extends ModelName {
  readonly number: number;
  readonly format: string;
  readonly frameworkVersion: string;
  readonly fingerprint: Readonly<Record<string, string>> | null;
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  readonly packaging: Packaging;
  readonly mainFile: string;
  readonly labels: Labels;
  readonly deprecation: string | null;
  readonly aliases: readonly string[];
  readonly verdict: 'compatible' | 'incompatible' | 'undecided';
  readonly baseline: number | null;
  readonly publishedAt: Date;
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

export interface VersionFilter {
  readonly namespace?: string;
  readonly model?: string;
  /** A part of the model's name, in any case of letters. */
  readonly name?: string;
  readonly format?: string;
  readonly digest?: Digest;
  readonly labels: readonly LabelFilter[];
}

export interface VersionChange {
  readonly labels?: Labels;
  /** Why nobody should begin to use the version; `null` takes that back. */
  readonly deprecation?: string | null;
}

interface SummaryRow {
  readonly id: string;
  readonly namespace: string;
  readonly model: string;
  readonly number: number;
  readonly format: string;
  readonly framework_version: string;
  readonly fingerprint: Readonly<Record<string, string>> | null;
  readonly digest: Digest;
  readonly size: string;
  readonly packaging: Packaging;
  readonly main_file: string;
  readonly labels: Labels;
  readonly deprecation: string | null;
  readonly aliases: readonly string[] | null;
  readonly verdict: VersionSummary['verdict'];
  readonly baseline: number | null;
  readonly published_at: Date;
}

interface RecordRow extends SummaryRow {
  readonly graphs: readonly GraphRow[];
}

interface StateRow {
  readonly id: string;
  readonly xmin: string;
  readonly aliases: readonly string[] | null;
}

const aliases =
  '(SELECT json_agg(name ORDER BY name) FROM alias WHERE model_id = v.model_id AND version_number = v.number) AS aliases';

const columns = `
  v.id, m.namespace, m.name AS model, v.number, v.format, v.framework_version, v.fingerprint,
  'sha-256:' || encode(v.artifact_digest, 'hex') AS digest, a.size, a.packaging, v.main_file, v.labels, v.deprecation,
  ${aliases}, v.verdict, v.baseline_version AS baseline, v.published_at`;

const joins = 'JOIN model m ON m.id = v.model_id JOIN artifact a ON a.digest = v.artifact_digest';
const tables = `version v ${joins}`;

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

/** Models of which the newest version of each is looked at. */
const fewModels = 800;
/** The newest versions of all models, among which a page of those is looked for whose models have many a part of a name. */
const manyVersions = 1_000;

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
  private readonly lists = new StatementNames('version-list');
  private readonly revisions = new Map<Place, Together<VersionAddress, RevisionAt>>();

  constructor(
    private readonly database: Database,
    private readonly signatures: Signatures,
  ) {}

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
    if (found === undefined) throw modelNotFound(model);
    if (found instanceof Problem) throw found;
    return found;
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
  async list(filter: VersionFilter, page: PageRequest): Promise<Page<VersionSummary>> {
    const after = positionOf(page, 'versions', 1);
    const before = after && idIn(after);
    const shown = (rows: readonly SummaryRow[]): Page<VersionSummary> =>
      pageOf('versions', rows, page, ({ id }) => [id], summaryOf);
    const limit = limitOf(page);
    const { name } = filter;
    if (name === undefined) {
      const conditions = addConditions(new Conditions(), filter);
      if (before !== undefined) conditions.add('v.id < ?::bigint', before);
      return shown(
        await this.summaries(`${tables} ${conditions.where}`, conditions, limit, isSteady(filter)),
      );
    }
    // Where many names have it, the newest versions of all will do.
    const found = await this.summaries(...newestFirst(filter, before, manyVersions), limit, true);
    if (found.length > page.size) return shown(found);
    const few = await this.fewModels({ ...filter, name });
    const rest = few ? newestOf(few, filter, before, limit) : newestFirst(filter, before, 'ALL');
    return shown(await this.summaries(...rest, limit, few === undefined && filter.labels.length === 0));
  }

  /** @param steady whether one plan suits whatever the values of the conditions are */
  private async summaries(
    from: string,
    conditions: Conditions,
    limit: number,
    steady: boolean,
  ): Promise<SummaryRow[]> {
    const text = `SELECT ${columns} FROM ${from} ORDER BY v.id DESC LIMIT ${limit}`;
    return this.database.run<SummaryRow>(steady ? this.lists.named(text) : { text }, conditions.values);
  }

  /** The ids of the models that have it in their names, unless those are many. */
  private async fewModels(filter: VersionFilter & { readonly name: string }): Promise<string[] | undefined> {
    const conditions = addModelConditions(new Conditions(), filter);
    const text = `SELECT m.id FROM model m ${conditions.where} LIMIT ${fewModels + 1}`;
    const rows = await this.database.run<{ id: string }>({ text }, conditions.values);
    return rows.length <= fewModels ? rows.map(({ id }) => id) : undefined;
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
    if (!row) throw await notFound(this.database, model, selector);
    return row;
  }
}

function addConditions(conditions: Conditions, filter: VersionFilter): Conditions {
  return addVersionConditions(addModelConditions(conditions, filter), filter);
}

function addVersionConditions(conditions: Conditions, filter: VersionFilter): Conditions {
  conditions.add('v.deleted_at IS NULL');
  if (filter.format !== undefined) conditions.add('v.format = ?', filter.format);
  if (filter.digest !== undefined) conditions.add('v.artifact_digest = ?', digestBytes(filter.digest));
  addLabelConditions(conditions, 'v.labels', filter.labels);
  return conditions;
}

function addModelConditions(conditions: Conditions, { namespace, model, name }: VersionFilter): Conditions {
  if (namespace !== undefined) conditions.add('m.namespace = ?', namespace);
  if (model !== undefined) conditions.add('m.name = ?', model);
  if (name !== undefined) addPartOfName(conditions, name);
  return conditions;
}

/** Where versions come from, with the values that it speaks of. */
type From = readonly [from: string, conditions: Conditions];

/**
 * From the newest on, so many of which those that a filter chooses are shown. Their models are looked up one by one
 * (OFFSET 0): to look for names first takes long where many will do.
 */
function newestFirst(filter: VersionFilter, before: string | undefined, most: number | 'ALL'): From {
  const conditions = addConditions(new Conditions(), filter);
  const older = before === undefined ? '' : `WHERE v.id < ${conditions.value(before)}::bigint`;
  const from = `(SELECT * FROM version v ${older} ORDER BY v.id DESC LIMIT ${most}) AS v
    CROSS JOIN LATERAL (SELECT * FROM model WHERE id = v.model_id OFFSET 0) AS m
    JOIN artifact a ON a.digest = v.artifact_digest ${conditions.where}`;
  return [from, conditions];
}

/**
 * The newest versions of a few models. They are versions of those models whose own newest one is the newest; and the
 * versions of a model are numbered in the order of their ids.
 */
function newestOf(
  models: readonly string[],
  filter: VersionFilter,
  before: string | undefined,
  limit: number,
): From {
  const conditions = addVersionConditions(new Conditions(), filter);
  if (before !== undefined) conditions.add('v.id < ?::bigint', before);
  const newest = (model: string, count: number): string =>
    `(SELECT v.id FROM version v ${conditions.where} AND v.model_id = ${model} ORDER BY v.number DESC LIMIT ${count})`;
  const from = `(
    SELECT v.id FROM (
      SELECT one.id FROM unnest(${conditions.value(models)}::bigint[]) AS one (id)
      CROSS JOIN LATERAL ${newest('one.id', 1)} AS v ORDER BY v.id DESC LIMIT ${limit}
    ) AS newest CROSS JOIN LATERAL ${newest('newest.id', limit)} AS v ORDER BY v.id DESC LIMIT ${limit}
  ) AS found JOIN version v USING (id) ${joins}`;
  return [from, conditions];
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

/** Whether one plan suits lists by such a filter: parts of names and labels differ too much from one time to the next. */
function isSteady({ name, labels }: VersionFilter): boolean {
  return name === undefined && labels.length === 0;
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

function summaryOf(row: Omit<SummaryRow, 'id'>): VersionSummary {
  return {
    namespace: row.namespace,
    model: row.model,
    number: row.number,
    format: row.format,
    frameworkVersion: row.framework_version,
    fingerprint: row.fingerprint,
    digest: row.digest,
    size: Number(row.size),
    packaging: row.packaging,
    mainFile: row.main_file,
    labels: row.labels,
    deprecation: row.deprecation,
    aliases: row.aliases ?? [],
    verdict: row.verdict,
    baseline: row.baseline,
    publishedAt: row.published_at,
  };
}
