import { type Digest, digestBytes, type NamedSignature } from '@sigcat/core';
import { type ReadModel } from '@sigcat/formats';
import { type Connection, type Statement } from '../database';
import { graphsToRows, idOf } from './graphs';
import { type Judgement, judgementInEvent } from './judgement';
import { type VersionDraft } from './version-draft';
import { type SignatureId } from './signatures';

/** A draft that has passed the gate. */
export interface Passed {
  readonly draft: VersionDraft;
  /** Which the version is to have. */
  readonly number: number;
  readonly judgement: Judgement;
  /** Of the signatures that the version refers to. */
  readonly ids: ReadonlyMap<Digest, SignatureId>;
  /** Those of them that might never have been in a latest version. */
  readonly notCurrent: readonly SignatureId[];
  /** Keys of signatures that no signature might have had. */
  readonly newKeys: readonly string[];
}

/** Whether a model is made with its first version, or is there already. */
export type Place = 'first' | 'next';

/** How numbers are taken, unless somebody else was quicker: `m` has then no row, and nothing is written. */
const takeNumbers: Readonly<Record<Place, string>> = {
  next: `UPDATE model SET last_version = d.number, updated_at = now() FROM drafts d
         WHERE model.namespace = d.namespace AND model.name = d.model AND last_version = d.number - 1
         RETURNING id, model.namespace, name`,
  first: `INSERT INTO model (namespace, name, last_version)
          SELECT namespace, model, number FROM drafts ORDER BY namespace, model
          ON CONFLICT (namespace, name) DO NOTHING RETURNING id, namespace, name`,
};

/** A new model has had no version before. */
const former: Readonly<Record<Place, string>> = {
  next: 'former AS (DELETE FROM latest_signature l USING m WHERE l.model_id = m.id),',
  first: '',
};

const insertStatement = (of: Place): Statement => ({
  name: `publish-insert-${of}-versions`,
  text: `
    WITH drafts AS (
      SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::bytea[], $5::bigint[], $6::text[], $7::bytea[],
                           $8::text[], $9::text[], $10::text[], $11::jsonb[], $12::jsonb[], $13::json[],
                           $14::verdict[], $15::int[], $16::json[], $17::jsonb[]) WITH ORDINALITY
        AS t (namespace, model, number, digest, size, packaging, bytes, format, main_file, framework_version,
              fingerprint, labels, graphs, verdict, baseline, report, event, place)
    ), m AS (${takeNumbers[of]}), taken AS (
      SELECT m.id AS model_id, d.* FROM m JOIN drafts d ON d.namespace = m.namespace AND d.model = m.name
    ), kept AS (
      INSERT INTO artifact (digest, size, packaging, bytes)
      SELECT digest, size, packaging, bytes FROM taken ORDER BY digest
      ON CONFLICT (digest) DO NOTHING
    ), inserted AS (
      INSERT INTO version (model_id, number, artifact_digest, format, main_file, framework_version, fingerprint,
                           labels, graphs, verdict, baseline_version)
      SELECT model_id, number, digest, format, main_file, framework_version, fingerprint, labels, graphs, verdict,
             baseline
      FROM taken RETURNING id, model_id, published_at
    ), v AS (
      SELECT i.id, i.published_at, t.* FROM inserted i JOIN taken t USING (model_id)
    ), natives AS (
      INSERT INTO graph (version_id, position, tag_set, native)
      SELECT v.id, t.position, ARRAY(SELECT jsonb_array_elements_text(t.tag_set)), t.native
      FROM v JOIN unnest($18::bigint[], $19::int[], $20::jsonb[], $21::bytea[])
        AS t (place, position, tag_set, native) USING (place)
    ), signatures AS (
      INSERT INTO version_signature (version_id, graph_position, position, key, method_name, signature_id)
      SELECT v.id, t.graph_position, t.position, t.key, t.method_name, t.signature_id
      FROM v JOIN unnest($22::bigint[], $23::int[], $24::int[], $25::text[], $26::text[], $27::bigint[])
        AS t (place, graph_position, position, key, method_name, signature_id) USING (place)
    ), ${former[of]} latest AS (
      INSERT INTO latest_signature (signature_id, version_id, model_id, graph_position, position)
      SELECT t.signature_id, v.id, v.model_id, t.graph_position, t.position
      FROM v JOIN unnest($22::bigint[], $23::int[], $24::int[], $27::bigint[])
        AS t (place, graph_position, position, signature_id) USING (place)
    ), current AS (
      UPDATE signature SET current = true
      WHERE id IN (SELECT t.id FROM v JOIN unnest($28::bigint[], $29::bigint[]) AS t (place, id) USING (place))
        AND NOT current
    ), keys AS (
      INSERT INTO signature_key (key)
      SELECT DISTINCT t.key FROM v JOIN unnest($30::bigint[], $31::text[]) AS t (place, key) USING (place)
      ORDER BY t.key
      ON CONFLICT DO NOTHING
    ), reported AS (
      INSERT INTO report (version_id, body) SELECT id, report FROM v
    ), told AS (
      INSERT INTO event (type, subject, data)
      SELECT 'model_version.published', namespace || '/' || model || '@' || number, event FROM v
    )
    SELECT place::int, published_at FROM v`,
});

const statements: Readonly<Record<Place, Statement>> = {
  first: insertStatement('first'),
  next: insertStatement('next'),
};

/**
 * Writes versions of different models in one statement, each with signatures, report and event. Resolves to when each
 * was published, in order; to nothing for those whose number somebody else has taken, of which nothing was written.
 */
export async function insertVersions(
  connection: Connection,
  of: Place,
  passed: readonly Passed[],
): Promise<(Date | undefined)[]> {
  const placed = passed.map((one, i) => ({ ...one, place: i + 1 }));
  const rows = await connection.run<{ place: number; published_at: Date }>(statements[of], [
    ...columns(
      placed,
      ({ draft }) => draft.namespace,
      ({ draft }) => draft.model,
      ({ number }) => number,
      ({ draft }) => digestBytes(draft.artifact.digest),
      ({ draft }) => draft.artifact.size,
      ({ draft }) => draft.content.packaging,
      ({ draft }) => draft.artifact.bytes ?? null,
      ({ draft }) => draft.content.format,
      ({ draft }) => draft.content.mainFile,
      ({ draft }) => frameworkVersionOf(draft.content),
      ({ draft }) => draft.content.fingerprint ?? null,
      ({ draft }) => draft.labels,
      ({ draft, ids }) => JSON.stringify(graphsToRows(draft.content.graphs, ids)),
      ({ judgement }) => judgement.report.verdict,
      ({ judgement }) => judgement.report.baseline_version,
      ({ judgement }) => judgement.report,
      eventOf,
    ),
    ...columns(
      placed.flatMap(({ place, draft }) =>
        draft.content.graphs.map((graph, position) => ({ ...graph, position, place })),
      ),
      ({ place }) => place,
      ({ position }) => position,
      ({ tagSet }) => JSON.stringify(tagSet),
      ({ native }) => native,
    ),
    ...columns(
      placed.flatMap(signaturesOf),
      ({ place }) => place,
      ({ graphPosition }) => graphPosition,
      ({ position }) => position,
      ({ key }) => key,
      ({ methodName }) => methodName,
      ({ id }) => id,
    ),
    ...columns(
      placed.flatMap(({ place, notCurrent }) => notCurrent.map((id) => ({ place, id }))),
      ({ place }) => place,
      ({ id }) => id,
    ),
    ...columns(
      placed.flatMap(({ place, newKeys }) => newKeys.map((key) => ({ place, key }))),
      ({ place }) => place,
      ({ key }) => key,
    ),
  ]);
  const published = new Map(rows.map(({ place, published_at }) => [place, published_at]));
  return placed.map(({ place }) => published.get(place));
}

/** That of the first graph stands for the version. */
export function frameworkVersionOf({ graphs }: ReadModel): string {
  return graphs[0]?.frameworkVersion ?? '';
}

/** An array a column, as `unnest` takes them. */
function columns<Row>(rows: readonly Row[], ...values: readonly ((row: Row) => unknown)[]): unknown[][] {
  return values.map((value) => rows.map(value));
}

interface Placed extends Passed {
  /** Among those that go together, from 1. */
  readonly place: number;
}

interface SignatureRow extends Omit<NamedSignature, 'signature' | 'bindings'> {
  readonly place: number;
  readonly graphPosition: number;
  readonly position: number;
  readonly id: SignatureId;
}

function signaturesOf({ place, draft, ids }: Placed): SignatureRow[] {
  return draft.content.graphs.flatMap((graph, graphPosition) =>
    graph.signatures.map(({ key, methodName, signature }, position) => {
      return { place, graphPosition, position, key, methodName, id: idOf(signature, ids) };
    }),
  );
}

function eventOf({ draft, number, judgement }: Passed): Readonly<Record<string, unknown>> {
  const { namespace, model, artifact, content } = draft;
  return {
    namespace,
    model,
    version: number,
    digest: artifact.digest,
    format: content.format,
    ...judgementInEvent(judgement),
  };
}
