import { type Digest, digestBytes } from '@sigcat/core';
import { Conditions } from '../conditions';
import { type Database } from '../database';
import { idIn, limitOf, type Page, pageOf, type PageRequest, positionOf } from '../paging';
import { StatementNames } from '../statement-names';
import { addLabelConditions, type LabelFilter } from './labels';
import { hasPart, modelsByPart, type PartOfName, type PartsOfNames } from './part-of-name';
import { columns, joins, summaryOf, type SummaryRow, tables, type VersionSummary } from './version-summary';

export interface VersionFilter {
  readonly namespace?: string;
  readonly model?: string;
  /** A part of the model's name, in any case of letters. */
  readonly name?: string;
  readonly format?: string;
  /** Of the artifact. */
  readonly digest?: Digest;
  /** Of a signature that the version has. */
  readonly signature?: Digest;
  readonly labels: readonly LabelFilter[];
}

/** Models of which the newest version of each is looked at. */
const fewModels = 20_000;
/** Microseconds, or so, that this takes PostgreSQL for each; and to look at a version on the way from the newest on. */
const [costOfModel, costOfVersion] = [4, 3];
/** The newest versions of all models, among which a page of those is looked for whose models have many a part of a name. */
const manyVersions = 1_000;

/** Versions of all models that a filter chooses, the newest first. */
export class VersionLists {
  private readonly names = new StatementNames('version-list');

  constructor(
    private readonly database: Database,
    private readonly parts: PartsOfNames,
  ) {}

  /** Newest first. */
  async page(filter: VersionFilter, page: PageRequest): Promise<Page<VersionSummary>> {
    const after = positionOf(page, 'versions', 1);
    const before = after && idIn(after);
    const shown = (rows: readonly SummaryRow[]): Page<VersionSummary> =>
      pageOf('versions', rows, page, ({ id }) => [id], summaryOf);
    const limit = limitOf(page);
    const { name, signature } = filter;
    const steady = filter.labels.length === 0;
    if (signature !== undefined && filter.model === undefined) {
      return shown(await this.summaries(...having(signature, filter, before), limit, steady));
    }
    if (name === undefined) {
      const conditions = addConditions(new Conditions(), filter);
      if (before !== undefined) conditions.add('v.id < ?::bigint', before);
      return shown(await this.summaries(`${tables} ${conditions.where}`, conditions, limit, steady));
    }
    const part = await this.parts.of(name, filter.namespace);
    // Where many names have it, the newest versions of all will do.
    if (isAmongNewest(part, limit)) {
      const found = await this.summaries(...newestFirst(filter, before, manyVersions), limit, true);
      if (found.length > page.size) return shown(found);
    }
    const rest =
      part.within.hits <= fewModels
        ? newestOf(part, filter, before, limit)
        : newestFirst(filter, before, 'ALL');
    return shown(await this.summaries(...rest, limit, steady));
  }

  /** @param steady whether one plan suits whatever the values of the conditions are */
  private async summaries(
    from: string,
    conditions: Conditions,
    limit: number,
    steady: boolean,
  ): Promise<SummaryRow[]> {
    const text = `SELECT ${columns} FROM ${from} ORDER BY v.id DESC LIMIT ${limit}`;
    return this.database.run<SummaryRow>(steady ? this.names.named(text) : { text }, conditions.values);
  }
}

function addConditions(conditions: Conditions, filter: VersionFilter): Conditions {
  return addVersionConditions(addModelConditions(conditions, filter), filter);
}

function addVersionConditions(conditions: Conditions, filter: VersionFilter): Conditions {
  conditions.add('v.deleted_at IS NULL');
  if (filter.format !== undefined) conditions.add('v.format = ?', filter.format);
  if (filter.digest !== undefined) conditions.add('v.artifact_digest = ?', digestBytes(filter.digest));
  // Of one model there are few: all that have the signature may be many.
  if (filter.signature !== undefined && filter.model !== undefined) {
    const same = `o.signature_id = ${signatureId(conditions, filter.signature)}`;
    conditions.add(`EXISTS (SELECT FROM version_signature o WHERE o.version_id = v.id AND ${same})`);
  }
  addLabelConditions(conditions, 'v.labels', filter.labels);
  return conditions;
}

function signatureId(values: Conditions, signature: Digest): string {
  return `(SELECT id FROM signature WHERE digest = ${values.value(digestBytes(signature))})`;
}

function addModelConditions(conditions: Conditions, { namespace, model, name }: VersionFilter): Conditions {
  if (namespace !== undefined) conditions.add('m.namespace = ?', namespace);
  if (model !== undefined) conditions.add('m.name = ?', model);
  if (name !== undefined) conditions.add(hasPart('m', conditions, name));
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

/** Those that have a signature: an index has them in the order of the list. */
function having(signature: Digest, filter: VersionFilter, before: string | undefined): From {
  const conditions = addConditions(new Conditions(), filter);
  const older = before === undefined ? '' : `AND o.version_id < ${conditions.value(before)}::bigint`;
  const from = `(
    SELECT DISTINCT o.version_id AS id FROM version_signature o
    WHERE o.signature_id = ${signatureId(conditions, signature)} ${older}
    ORDER BY o.version_id DESC
  ) AS one JOIN version v USING (id) ${joins} ${conditions.where}`;
  return [from, conditions];
}

/**
 * The newest versions of those models that have a part of a name. They are versions of those models whose own newest one
 * is the newest; and the versions of a model are numbered in the order of their ids.
 */
function newestOf(part: PartOfName, filter: VersionFilter, before: string | undefined, limit: number): From {
  const values = new Conditions();
  const models = modelsByPart(values, part);
  const conditions = addVersionConditions(values, filter);
  if (before !== undefined) conditions.add('v.id < ?::bigint', before);
  const newest = (model: string, count: number): string =>
    `(SELECT v.id FROM version v ${conditions.where} AND v.model_id = ${model} ORDER BY v.number DESC LIMIT ${count})`;
  const from = `(
    SELECT v.id FROM (
      SELECT m.id FROM ${models}
      CROSS JOIN LATERAL ${newest('m.id', 1)} AS v ORDER BY v.id DESC LIMIT ${limit}
    ) AS newest CROSS JOIN LATERAL ${newest('newest.id', limit)} AS v ORDER BY v.id DESC LIMIT ${limit}
  ) AS found JOIN version v USING (id) ${joins}`;
  return [from, conditions];
}

/** Whether the newest versions of all are likely to have enough of them, and sooner than each model's newest would. */
function isAmongNewest({ within: { hits }, everywhere: { total } }: PartOfName, limit: number): boolean {
  const toGoPast = (limit * total) / Math.max(1, hits);
  return toGoPast <= manyVersions && toGoPast * costOfVersion < hits * costOfModel;
}
