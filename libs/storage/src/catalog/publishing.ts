import { type Digest, digestBytes, type ModelSignatures, signatureDigest } from '@sigcat/core';
import { type ReadModel } from '@sigcat/formats';
import { type Connection, type Database } from '../database';
import { type ConfigSettings, mergeSettings } from './configs';
import { digestLockKey } from './digest-lock';
import { bindingsToRow, type GraphRow, graphsOfVersion, signaturesFromRows } from './graphs';
import { type SignatureId, type Signatures } from './signatures';

/** What is about to become a version. */
export interface VersionDraft {
  readonly namespace: string;
  readonly model: string;
  readonly artifact: { readonly digest: Digest; readonly size: number };
  readonly content: ReadModel;
  readonly labels: Readonly<Record<string, string>>;
}

/** The version that callers rely on. */
export interface Baseline {
  readonly version: number;
  readonly signatures: ModelSignatures;
}

/** What the gate says of a draft. */
export interface Judgement {
  readonly verdict: 'compatible' | 'incompatible' | 'undecided';
  readonly refused: boolean;
  /** The report as it is stored and shown. */
  readonly report: Readonly<Record<string, unknown>>;
}

/** Compares a draft with what it would replace, under the settings in effect. Pure: it may be asked again. */
export type Judge = (
  candidate: number,
  baseline: Baseline | undefined,
  settings: ConfigSettings,
) => Judgement;

export type Publication =
  | { readonly outcome: 'created'; readonly number: number; readonly judgement: Judgement }
  | { readonly outcome: 'refused'; readonly number: number; readonly judgement: Judgement }
  | { readonly outcome: 'existing'; readonly number: number };

export interface PublishOptions {
  /** Makes a version even of bytes that one of the model's versions already has. */
  readonly repeat: boolean;
  /** Stores the bytes; called once the gate has let the draft pass, before the version becomes visible. */
  readonly store: () => Promise<void>;
}

const lockModel = {
  name: 'publish-lock-model',
  text: 'SELECT id, last_version FROM model WHERE namespace = $1 AND name = $2 FOR UPDATE',
};

const createModel = {
  name: 'publish-create-model',
  text: `INSERT INTO model (namespace, name) VALUES ($1, $2)
         ON CONFLICT (namespace, name) DO UPDATE SET updated_at = now() RETURNING id, last_version`,
};

const findModel = {
  name: 'publish-find-model',
  text: 'SELECT id, last_version FROM model WHERE namespace = $1 AND name = $2',
};

// A statement of its own, after the lock: it must see what the publisher before us has committed. It also
// takes our share of the lock on the bytes, so that no sweep removes them between being stored and committed.
const lookAround = {
  name: 'publish-look-around',
  text: `
    SELECT
      (SELECT number FROM version
        WHERE model_id = $1 AND artifact_digest = $2 AND deleted_at IS NULL ORDER BY number LIMIT 1) AS existing,
      (SELECT json_agg(settings ORDER BY namespace <> '', model <> '') FROM config
        WHERE (namespace, model) IN (('', ''), ($3, ''), ($3, $4))) AS settings,
      v.number AS baseline, v.format, ${graphsOfVersion} AS graphs, pg_advisory_xact_lock_shared($5)::text AS locked
    FROM (SELECT 1) AS always LEFT JOIN LATERAL (
      SELECT id, number, format FROM version
      WHERE model_id = $1 AND deleted_at IS NULL ORDER BY number DESC LIMIT 1
    ) AS v ON true`,
};

const insertVersion = {
  name: 'publish-insert-version',
  text: `
    WITH counted AS (
      UPDATE model SET last_version = $2, updated_at = now() WHERE id = $1
    ), kept AS (
      INSERT INTO artifact (digest, size, packaging) VALUES ($3, $4, $5) ON CONFLICT (digest) DO NOTHING
    ), v AS (
      INSERT INTO version (model_id, number, artifact_digest, format, main_file, framework_version, fingerprint, labels)
      VALUES ($1, $2, $3, $6, $7, $8, $9, $10) RETURNING id
    ), graphs AS (
      INSERT INTO graph (version_id, position, tag_set, framework_version, native)
      SELECT v.id, t.place - 1, ARRAY(SELECT jsonb_array_elements_text(t.tag_set)), t.framework_version, t.native
      FROM v, unnest($11::jsonb[], $12::text[], $13::bytea[]) WITH ORDINALITY
        AS t (tag_set, framework_version, native, place)
    ), signatures AS (
      INSERT INTO version_signature (version_id, graph_position, position, key, method_name, signature_id, bindings)
      SELECT v.id, t.* FROM v,
        unnest($14::int[], $15::int[], $16::text[], $17::text[], $18::bigint[], $19::jsonb[]) AS t
    ), reported AS (
      INSERT INTO report (version_id, baseline_version, verdict, body) SELECT v.id, $20, $21, $22 FROM v
    )
    INSERT INTO event (type, subject, data) SELECT 'model_version.published', $23, $24 FROM v`,
};

interface ModelRow {
  readonly id: string;
  readonly last_version: number;
}

interface SurroundingsRow {
  readonly existing: number | null;
  readonly settings: readonly ConfigSettings[] | null;
  readonly baseline: number | null;
  readonly format: string | null;
  readonly graphs: readonly GraphRow[];
}

interface Surroundings {
  readonly existing?: number;
  readonly settings: ConfigSettings;
  readonly baseline?: Baseline;
}

/** Turns drafts into versions: one transaction each, one publisher a model at a time. */
export class Publishing {
  constructor(
    private readonly database: Database,
    private readonly signatures: Signatures,
  ) {}

  /**
   * Writes version, signatures, report and event in one transaction, unless the gate refuses. The model is
   * made with its first version; its row is locked, so that numbers are consecutive and each draft is judged
   * against the version before it.
   */
  async publish(draft: VersionDraft, judge: Judge, options: PublishOptions): Promise<Publication> {
    let interned = new Map<Digest, SignatureId>();
    const result = await this.database
      .transaction<Publication>(async (connection) => {
        const model = await this.lock(connection, draft);
        const { existing, baseline, settings } = await this.lookAround(connection, model, draft);
        if (existing !== undefined && !options.repeat) return { outcome: 'existing', number: existing };

        const number = model.last_version + 1;
        const judgement = judge(number, baseline, settings);
        if (judgement.refused) throw new Refused({ outcome: 'refused', number, judgement });

        interned = await this.signatures.intern(
          connection,
          draft.content.graphs.flatMap((graph) => graph.signatures.map(({ signature }) => signature)),
        );
        await options.store();
        await insert(connection, model.id, number, draft, interned, baseline?.version, judgement);
        return { outcome: 'created', number, judgement };
      })
      .catch((error: unknown) => {
        if (error instanceof Refused) return error.publication;
        throw error;
      });
    if (result.outcome === 'created') this.signatures.remember(interned);
    return result;
  }

  /** What {@link publish} would do; writes nothing. */
  rehearse(
    draft: VersionDraft,
    judge: Judge,
    { repeat }: Pick<PublishOptions, 'repeat'>,
  ): Promise<Publication> {
    return this.database.transaction<Publication>(
      async (connection) => {
        const [model] = await connection.run<ModelRow>(findModel, [draft.namespace, draft.model]);
        const around = await this.lookAround(connection, model ?? { id: '0', last_version: 0 }, draft);
        if (around.existing !== undefined && !repeat) return { outcome: 'existing', number: around.existing };
        const number = (model?.last_version ?? 0) + 1;
        const judgement = judge(number, around.baseline, around.settings);
        return { outcome: judgement.refused ? 'refused' : 'created', number, judgement };
      },
      { readOnly: true },
    );
  }

  private async lock(connection: Connection, { namespace, model }: VersionDraft): Promise<ModelRow> {
    const found = await connection.run<ModelRow>(lockModel, [namespace, model]);
    const [row] = found.length > 0 ? found : await connection.run<ModelRow>(createModel, [namespace, model]);
    if (!row) throw new Error('the model was neither found nor created');
    return row;
  }

  private async lookAround(
    connection: Connection,
    model: ModelRow,
    draft: VersionDraft,
  ): Promise<Surroundings> {
    const digest = digestBytes(draft.artifact.digest);
    const values = [model.id, digest, draft.namespace, draft.model, digestLockKey(draft.artifact.digest)];
    const [row] = await connection.run<SurroundingsRow>(lookAround, values);
    if (!row) throw new Error('nothing was seen around the model');
    const { existing, settings, baseline, format, graphs } = row;
    return {
      ...(existing !== null && { existing }),
      settings: mergeSettings(settings ?? []),
      ...(baseline !== null &&
        format !== null && {
          baseline: {
            version: baseline,
            signatures: await signaturesFromRows(connection, this.signatures, format, graphs),
          },
        }),
    };
  }
}

/** Leaves a transaction so that it is rolled back, with the reason. */
class Refused extends Error {
  constructor(readonly publication: Publication) {
    super('the gate refuses the draft');
  }
}

async function insert(
  connection: Connection,
  modelId: string,
  number: number,
  { namespace, model, artifact, content, labels }: VersionDraft,
  ids: ReadonlyMap<Digest, SignatureId>,
  baseline: number | undefined,
  { verdict, report }: Judgement,
): Promise<void> {
  const named = content.graphs.flatMap((graph, graphPosition) =>
    graph.signatures.map((signature, position) => ({ ...signature, graphPosition, position })),
  );
  await connection.run(insertVersion, [
    modelId,
    number,
    digestBytes(artifact.digest),
    artifact.size,
    content.packaging,
    content.format,
    content.mainFile,
    content.graphs[0]?.frameworkVersion ?? '',
    content.fingerprint ?? null,
    labels,
    content.graphs.map((graph) => JSON.stringify(graph.tagSet)),
    content.graphs.map((graph) => graph.frameworkVersion),
    content.graphs.map((graph) => graph.native),
    named.map((signature) => signature.graphPosition),
    named.map((signature) => signature.position),
    named.map((signature) => signature.key),
    named.map((signature) => signature.methodName),
    named.map((signature) => ids.get(signatureDigest(signature.signature))),
    named.map((signature) => JSON.stringify(bindingsToRow(signature.bindings))),
    baseline ?? null,
    verdict,
    report,
    `${namespace}/${model}@${number}`,
    {
      namespace,
      model,
      version: number,
      digest: artifact.digest,
      format: content.format,
      verdict,
      baseline: baseline ?? null,
    },
  ]);
}
