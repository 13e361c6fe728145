import { isTransitive, type Predecessor } from '@sigcat/compat';
import { type Digest, digestBytes } from '@sigcat/core';
import { type ReadModel } from '@sigcat/formats';
import { type Connection, type Database, type Statement } from '../database';
import { errorCode, textMember } from '../error-code';
import { digestLockKey } from './digest-lock';
import { type GraphRow, graphsToRows, idOf, modelFromRow } from './graphs';
import { type Grounds, type Judge, type Judgement, judgementInEvent } from './judgement';
import { type ModelName } from './models';
import { allBefore, baselineNumber } from './predecessors';
import { Searchable } from './searchable';
import { type SignatureId, type Signatures } from './signatures';
import { baselineSetting, type Terms, termsColumns, termsOf, type TermsRow } from './terms';
import { Turns } from './turns';
import { type VersionRecord } from './versions';

/** What is about to become a version. */
export interface VersionDraft extends ModelName {
  /** With its bytes where these are to be kept with the version. */
  readonly artifact: { readonly digest: Digest; readonly size: number; readonly bytes?: Uint8Array };
  readonly content: ReadModel;
  readonly labels: Readonly<Record<string, string>>;
}

export type Publication =
  | {
      readonly outcome: 'created';
      readonly number: number;
      readonly judgement: Judgement;
      readonly version: VersionRecord;
    }
  | { readonly outcome: 'refused'; readonly number: number; readonly judgement: Judgement }
  | { readonly outcome: 'existing'; readonly number: number };

/** What would come of publishing. */
export type Rehearsal =
  | { readonly outcome: 'created' | 'refused'; readonly number: number; readonly judgement: Judgement }
  | { readonly outcome: 'existing'; readonly number: number };

export interface PublishOptions {
  /** Makes a version even of bytes that one of the model's versions already has. */
  readonly repeat: boolean;
  /**
   * Stores the bytes where they are not kept with the version; called once the gate has let the draft pass, before
   * the version becomes visible.
   */
  readonly store?: () => Promise<void>;
}

const lookAround = {
  name: 'publish-look-around',
  text: `
    SELECT
      m.last_version,
      (SELECT number FROM version
        WHERE model_id = m.id AND artifact_digest = $3 AND deleted_at IS NULL ORDER BY number LIMIT 1) AS existing,
      ${termsColumns},
      v.number AS baseline, v.format, v.graphs
    FROM (SELECT 1) AS always LEFT JOIN model m ON m.namespace = $1 AND m.name = $2
    LEFT JOIN LATERAL (SELECT ${baselineNumber(baselineSetting, 'm.last_version + 1')} AS number) AS b ON true
    LEFT JOIN version v ON v.model_id = m.id AND v.number = b.number`,
};

/** Our share of the lock on the bytes, so that no sweep removes them between being stored and committed. */
const shareBytes = { name: 'publish-share-bytes', text: 'SELECT pg_advisory_xact_lock_shared($1)' };

/** How the number $3 is taken, unless somebody else was quicker: `m` has then no row, and nothing is written. */
const takeNumber = {
  next: `UPDATE model SET last_version = $3, updated_at = now()
         WHERE namespace = $1 AND name = $2 AND last_version = $3 - 1 RETURNING id`,
  first: `INSERT INTO model (namespace, name, last_version) VALUES ($1, $2, $3)
          ON CONFLICT (namespace, name) DO NOTHING RETURNING id`,
};

const insertVersion = (of: keyof typeof takeNumber): Statement => ({
  name: `publish-insert-${of}-version`,
  text: `
    WITH m AS (${takeNumber[of]}), kept AS (
      INSERT INTO artifact (digest, size, packaging, bytes) SELECT $4, $5, $6, $7 FROM m
      ON CONFLICT (digest) DO NOTHING
    ), v AS (
      INSERT INTO version (model_id, number, artifact_digest, format, main_file, framework_version, fingerprint,
                           labels, graphs, verdict, baseline_version)
      SELECT m.id, $3, $4, $8, $9, $10, $11, $12, $13, $14, $15 FROM m RETURNING id, published_at
    ), natives AS (
      INSERT INTO graph (version_id, position, tag_set, native)
      SELECT v.id, t.place - 1, ARRAY(SELECT jsonb_array_elements_text(t.tag_set)), t.native
      FROM v, unnest($16::jsonb[], $17::bytea[]) WITH ORDINALITY AS t (tag_set, native, place)
    ), signatures AS (
      INSERT INTO version_signature (version_id, graph_position, position, key, method_name, signature_id)
      SELECT v.id, t.*
      FROM v, unnest($18::int[], $19::int[], $20::text[], $21::text[], $22::bigint[]) AS t
    ), former AS (
      DELETE FROM latest_signature l USING m WHERE l.model_id = m.id
    ), latest AS (
      INSERT INTO latest_signature (signature_id, version_id, model_id)
      SELECT DISTINCT t.id, v.id, m.id FROM m, v, unnest($22::bigint[]) AS t (id)
    ), current AS (
      UPDATE signature SET current = true FROM v WHERE signature.id = ANY ($26::bigint[]) AND NOT current
    ), keys AS (
      INSERT INTO signature_key (key) SELECT DISTINCT t.key FROM v, unnest($27::text[]) AS t (key) ORDER BY t.key
      ON CONFLICT DO NOTHING
    ), reported AS (
      INSERT INTO report (version_id, body) SELECT v.id, $23 FROM v
    ), told AS (
      INSERT INTO event (type, subject, data) SELECT 'model_version.published', $24, $25 FROM v
    )
    SELECT published_at FROM v`,
});
const insertFirst = insertVersion('first');
const insertNext = insertVersion('next');

/** More than the processes that could publish to one model at once: each time, one of them has got on. */
const maxTries = 1_000;

interface SurroundingsRow extends TermsRow {
  readonly last_version: number | null;
  readonly existing: number | null;
  readonly baseline: number | null;
  readonly format: string | null;
  readonly graphs: readonly GraphRow[] | null;
}

interface Surroundings extends Terms {
  /** Absent when there is no such model. */
  readonly lastVersion?: number;
  readonly existing?: number;
  readonly baseline?: Predecessor;
}

/**
 * Turns drafts into versions. No lock is held while a draft is judged: the statement that writes the version takes
 * the next number only if that still is the one that was judged for, and otherwise all begins anew.
 */
export class Publishing {
  /** Within a process nobody need be quicker than others. */
  private readonly turns = new Turns();
  private readonly searchable = new Searchable();

  constructor(
    private readonly database: Database,
    private readonly signatures: Signatures,
  ) {}

  /**
   * Writes version, signatures, report and event at once, unless the gate refuses. The model is made with its
   * first version. Numbers are consecutive, and each draft is judged with regard to all versions before it.
   */
  publish(draft: VersionDraft, judge: Judge, options: PublishOptions): Promise<Publication> {
    return this.turns.take(`${draft.namespace}/${draft.model}`, async () => {
      const interned = new Map<Digest, SignatureId>();
      const publication = await this.tryUntilDone(draft, { judge, ...options, interned });
      if (publication.outcome === 'created') {
        this.signatures.remember(interned);
        this.searchable.remember(interned.values(), keysOf(draft));
      }
      return publication;
    });
  }

  /** What {@link publish} would do; writes nothing. */
  async rehearse(
    draft: VersionDraft,
    judge: Judge,
    { repeat }: Pick<PublishOptions, 'repeat'>,
  ): Promise<Rehearsal> {
    const around = await this.lookAround(this.database, draft);
    if (around.existing !== undefined && !repeat) return { outcome: 'existing', number: around.existing };
    const number = (around.lastVersion ?? 0) + 1;
    const grounds = await this.groundsFor(this.database, draft, number, around);
    const judgement = judge({ version: number, signatures: draft.content }, grounds);
    return { outcome: judgement.refused ? 'refused' : 'created', number, judgement };
  }

  private async tryUntilDone(draft: VersionDraft, how: Attempt): Promise<Publication> {
    const { store } = how;
    if (!store) {
      return repeatedly(() =>
        this.attempt(this.database, draft, how).catch((error: unknown) => {
          if (isOvertaken(error)) return undefined;
          throw error;
        }),
      );
    }
    let stored: Promise<void> | undefined;
    const storeOnce = (): Promise<void> => (stored ??= store());
    return this.database.transaction(async (connection) => {
      await connection.run(shareBytes, [digestLockKey(draft.artifact.digest)]);
      return repeatedly(() => this.attempt(connection, draft, { ...how, store: storeOnce }));
    });
  }

  /** Resolves to nothing when somebody else has taken the number meanwhile. */
  private async attempt(
    connection: Connection,
    draft: VersionDraft,
    { judge, repeat, store, interned }: Attempt,
  ): Promise<Publication | undefined> {
    const around = await this.lookAround(connection, draft);
    const { lastVersion, existing } = around;
    if (existing !== undefined && !repeat) return { outcome: 'existing', number: existing };
    const number = (lastVersion ?? 0) + 1;
    const grounds = await this.groundsFor(connection, draft, number, around);
    const judgement = judge({ version: number, signatures: draft.content }, grounds);
    if (judgement.refused) return { outcome: 'refused', number, judgement };

    const signatures = draft.content.graphs.flatMap((graph) => graph.signatures);
    const ids = await this.signatures.intern(
      connection,
      signatures.map(({ signature }) => signature),
    );
    for (const [digest, id] of ids) interned.set(digest, id);
    await store?.();
    const version = await insert(connection, lastVersion === undefined ? insertFirst : insertNext, {
      number,
      draft,
      ids,
      judgement,
      notCurrent: this.searchable.notCurrent(ids.values()),
      newKeys: this.searchable.newKeys(keysOf(draft)),
    });
    return version && { outcome: 'created', number, judgement, version };
  }

  private async lookAround(
    connection: Connection,
    { artifact, namespace, model }: VersionDraft,
  ): Promise<Surroundings> {
    const values = [namespace, model, digestBytes(artifact.digest)];
    const [row] = await connection.run<SurroundingsRow>(lookAround, values);
    if (!row) throw new Error('nothing was seen around the model');
    const { last_version, existing, baseline, format, graphs } = row;
    return {
      ...termsOf(row),
      ...(last_version !== null && { lastVersion: last_version }),
      ...(existing !== null && { existing }),
      ...(baseline !== null &&
        format !== null &&
        graphs !== null && {
          baseline: {
            version: baseline,
            signatures: await modelFromRow(connection, this.signatures, { format, graphs }),
          },
        }),
    };
  }

  private async groundsFor(
    connection: Connection,
    model: ModelName,
    number: number,
    { settings, approvals, baseline }: Surroundings,
  ): Promise<Grounds> {
    const everyVersion = settings.mode !== undefined && isTransitive(settings.mode);
    const predecessors = !baseline
      ? []
      : everyVersion
        ? await allBefore(connection, this.signatures, model, number)
        : [baseline];
    return { settings, approvals, baseline: baseline?.version ?? null, predecessors };
  }
}

interface Attempt extends PublishOptions {
  readonly judge: Judge;
  /** Takes the ids that the version refers to. */
  readonly interned: Map<Digest, SignatureId>;
}

async function repeatedly(attempt: () => Promise<Publication | undefined>): Promise<Publication> {
  for (let tries = 0; tries < maxTries; tries++) {
    const publication = await attempt();
    if (publication) return publication;
  }
  throw new Error('the next number was taken by others each time');
}

/**
 * Whether the bytes that the version was to share with another one have been erased with that one just now, or
 * PostgreSQL has ended a deadlock at our cost. Either way nothing was written.
 */
function isOvertaken(error: unknown): boolean {
  const code = errorCode(error);
  if (code === '23503') return textMember(error, 'constraint') === 'version_artifact_digest_fkey';
  return code === '40P01';
}

/** A draft that has passed the gate. */
interface Passed {
  readonly number: number;
  readonly draft: VersionDraft;
  readonly ids: ReadonlyMap<Digest, SignatureId>;
  readonly judgement: Judgement;
  readonly notCurrent: readonly SignatureId[];
  readonly newKeys: readonly string[];
}

function keysOf({ content }: VersionDraft): string[] {
  return content.graphs.flatMap(({ signatures }) => signatures.map(({ key }) => key));
}

/** Resolves to nothing when nothing was written since the number is taken. */
async function insert(
  connection: Connection,
  statement: Statement,
  { number, draft, ids, judgement, notCurrent, newKeys }: Passed,
): Promise<VersionRecord | undefined> {
  const { namespace, model, artifact, content, labels } = draft;
  const { report } = judgement;
  const { verdict, baseline_version: baseline } = report;
  const named = content.graphs.flatMap((graph, graphPosition) =>
    graph.signatures.map((signature, position) => ({ ...signature, graphPosition, position })),
  );
  const frameworkVersion = content.graphs[0]?.frameworkVersion ?? '';
  const [row] = await connection.run<{ published_at: Date }>(statement, [
    namespace,
    model,
    number,
    digestBytes(artifact.digest),
    artifact.size,
    content.packaging,
    artifact.bytes ?? null,
    content.format,
    content.mainFile,
    frameworkVersion,
    content.fingerprint ?? null,
    labels,
    JSON.stringify(graphsToRows(content.graphs, ids)),
    verdict,
    baseline,
    content.graphs.map((graph) => JSON.stringify(graph.tagSet)),
    content.graphs.map((graph) => graph.native),
    named.map((signature) => signature.graphPosition),
    named.map((signature) => signature.position),
    named.map((signature) => signature.key),
    named.map((signature) => signature.methodName),
    named.map(({ signature }) => idOf(signature, ids)),
    report,
    `${namespace}/${model}@${number}`,
    {
      namespace,
      model,
      version: number,
      digest: artifact.digest,
      format: content.format,
      ...judgementInEvent(judgement),
    },
    notCurrent,
    newKeys,
  ]);
  return (
    row && {
      namespace,
      model,
      number,
      format: content.format,
      frameworkVersion,
      fingerprint: content.fingerprint ?? null,
      digest: artifact.digest,
      size: artifact.size,
      packaging: content.packaging,
      mainFile: content.mainFile,
      labels,
      deprecation: null,
      aliases: [],
      verdict,
      baseline,
      publishedAt: row.published_at,
      signatures: content,
    }
  );
}
