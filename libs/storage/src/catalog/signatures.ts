import { byText, type Digest, digestBytes, type Signature, signatureDigest } from '@sigcat/core';
import { type Connection } from '../database';
import { Recent } from './recent';
import { tensorFromRow, type TensorRow, tensorToRow } from './tensor-row';

/** The key of an interned signature, as decimal text. */
export type SignatureId = string;

const idsByDigest = {
  name: 'signature-ids-by-digest',
  text: `SELECT id, 'sha-256:' || encode(digest, 'hex') AS digest FROM signature WHERE digest = ANY ($1::bytea[])`,
};

// The digests come in order, so that two transactions that bring the same new signatures never wait for
// each other in a circle. A digest that another transaction has just brought is passed over.
const intern = {
  name: 'signature-intern',
  text: `
    WITH given AS (
      SELECT digest, tensors FROM unnest($1::bytea[], $2::jsonb[]) WITH ORDINALITY AS t (digest, tensors, place)
      ORDER BY place
    ), added AS (
      INSERT INTO signature (digest) SELECT digest FROM given ON CONFLICT (digest) DO NOTHING RETURNING id, digest
    ), specs AS (
      INSERT INTO tensor_spec (signature_id, direction, position, name, dtype, shape, rank_known, symbols,
                               encoding, composite, optional, default_value)
      SELECT added.id, t.direction, t.position, t.name, t.dtype, t.shape, t.rank_known, t.symbols,
             t.encoding, t.composite, t.optional, t.default_value
      FROM added JOIN given USING (digest),
           jsonb_to_recordset(given.tensors) AS t (
             direction direction, position smallint, name text, dtype text, shape bigint[], rank_known boolean,
             symbols text[], encoding encoding, composite jsonb, optional boolean, default_value jsonb)
    )
    SELECT id, 'sha-256:' || encode(digest, 'hex') AS digest FROM added`,
};

const load = {
  name: 'signature-load',
  text: `
    SELECT signature_id AS id, json_agg(json_build_object(
      'direction', direction, 'position', position, 'name', name, 'dtype', dtype, 'shape', shape,
      'rank_known', rank_known, 'symbols', symbols, 'encoding', encoding, 'composite', composite,
      'optional', optional, 'default_value', default_value) ORDER BY direction, position) AS tensors
    FROM tensor_spec WHERE signature_id = ANY ($1::bigint[]) GROUP BY signature_id`,
};

interface IdRow {
  readonly id: SignatureId;
  readonly digest: Digest;
}

/**
 * Signatures, each kept once by its digest. They never change and are never removed, so that ids and bodies
 * may be remembered; only what a committed transaction has shown is.
 */
export class Signatures {
  private readonly ids: Recent<Digest, SignatureId>;
  private readonly bodies: Recent<SignatureId, Signature>;

  constructor(capacity = 20_000) {
    this.ids = new Recent(capacity);
    this.bodies = new Recent(capacity);
  }

  /** The ids of the signatures by digest, adding those that are new, within the caller's transaction. */
  async intern(connection: Connection, signatures: readonly Signature[]): Promise<Map<Digest, SignatureId>> {
    const wanted = new Map(signatures.map((signature) => [signatureDigest(signature), signature]));
    const found = new Map<Digest, SignatureId>();
    for (const digest of wanted.keys()) {
      const id = this.ids.get(digest);
      if (id !== undefined) found.set(digest, id);
    }
    const missing = (): Digest[] => [...wanted.keys()].filter((digest) => !found.has(digest)).sort(byText);
    const lookUp = async (): Promise<void> => {
      const digests = missing().map(digestBytes);
      if (digests.length === 0) return;
      for (const { id, digest } of await connection.run<IdRow>(idsByDigest, [digests])) found.set(digest, id);
    };

    await lookUp();
    const fresh = missing();
    if (fresh.length > 0) {
      const tensors = fresh.map((digest) => JSON.stringify(rowsOf(wanted.get(digest))));
      const added = await connection.run<IdRow>(intern, [fresh.map(digestBytes), tensors]);
      for (const { id, digest } of added) found.set(digest, id);
      await lookUp();
    }
    return found;
  }

  /** To be called once the transaction of {@link intern} has committed. */
  remember(ids: ReadonlyMap<Digest, SignatureId>): void {
    for (const [digest, id] of ids) this.ids.set(digest, id);
  }

  async load(connection: Connection, ids: Iterable<SignatureId>): Promise<Map<SignatureId, Signature>> {
    const found = new Map<SignatureId, Signature>();
    const missing: SignatureId[] = [];
    for (const id of new Set(ids)) {
      const signature = this.bodies.get(id);
      if (signature) found.set(id, signature);
      else missing.push(id);
    }
    if (missing.length === 0) return found;

    const rows = await connection.run<{ id: SignatureId; tensors: TensorRow[] }>(load, [missing]);
    const tensors = new Map(rows.map((row) => [row.id, row.tensors]));
    for (const id of missing) {
      const signature = signatureFromRows(tensors.get(id) ?? []);
      this.bodies.set(id, signature);
      found.set(id, signature);
    }
    return found;
  }
}

function rowsOf(signature: Signature = { inputs: [], outputs: [] }): TensorRow[] {
  return [
    ...signature.inputs.map((spec, position) => tensorToRow(spec, 'input', position)),
    ...signature.outputs.map((spec, position) => tensorToRow(spec, 'output', position)),
  ];
}

function signatureFromRows(rows: readonly TensorRow[]): Signature {
  const of = (direction: TensorRow['direction']): Signature['inputs'] =>
    rows.filter((row) => row.direction === direction).map(tensorFromRow);
  return { inputs: of('input'), outputs: of('output') };
}
