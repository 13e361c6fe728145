import { byText, type Digest, digestBytes, type Signature, signatureDigest } from '@sigcat/core';
import { specificityOf, tokensOf } from '@sigcat/search';
import { LRUCache } from 'lru-cache';
import { type Connection } from '../database';
import { tokenHash } from '../search/token-hash';
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
      SELECT digest, tensors, tensor_count, unknowns, ARRAY(SELECT jsonb_array_elements_text(tokens)::int) AS tokens
      FROM unnest($1::bytea[], $2::jsonb[], $3::int[], $4::int[], $5::jsonb[]) WITH ORDINALITY
        AS t (digest, tensors, tensor_count, unknowns, tokens, place)
      ORDER BY place
    ), added AS (
      INSERT INTO signature (digest, body, tensor_count, unknowns, tokens)
      SELECT digest, tensors, tensor_count, unknowns, tokens FROM given
      ON CONFLICT (digest) DO NOTHING RETURNING id, digest
    ), names AS (
      INSERT INTO tensor_name (name) SELECT DISTINCT name FROM unnest($6::text[]) AS t (name) ORDER BY name
      ON CONFLICT DO NOTHING
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
  text: 'SELECT id, body FROM signature WHERE id = ANY ($1::bigint[])',
};

interface SignatureRow {
  readonly id: SignatureId;
  readonly body: readonly TensorRow[];
}

interface IdRow {
  readonly id: SignatureId;
  readonly digest: Digest;
}

/**
 * Signatures, each kept once by its digest. They never change and are never removed, so that ids and bodies
 * may be remembered; only what a committed transaction has shown is.
 */
export class Signatures {
  private readonly ids: LRUCache<Digest, SignatureId>;
  private readonly bodies: LRUCache<SignatureId, Signature>;

  constructor(capacity = 20_000) {
    this.ids = new LRUCache({ max: capacity });
    this.bodies = new LRUCache({ max: capacity });
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
      const bodies = fresh.map((digest) => wanted.get(digest) ?? { inputs: [], outputs: [] });
      const added = await connection.run<IdRow>(intern, [
        fresh.map(digestBytes),
        bodies.map((signature) => JSON.stringify(tensorRows(signature))),
        bodies.map(({ inputs, outputs }) => inputs.length + outputs.length),
        bodies.map((signature) => -specificityOf(signature)),
        bodies.map((signature) => JSON.stringify(tokensOf(signature).map(tokenHash))),
        bodies.flatMap(({ inputs, outputs }) => [...inputs, ...outputs].map(({ name }) => name)),
      ]);
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

    for (const { id, body } of await connection.run<SignatureRow>(load, [missing])) {
      found.set(id, this.read(id, body));
    }
    return found;
  }

  /** The signature of a row that was read with other things. */
  read(id: SignatureId, body: readonly TensorRow[]): Signature {
    const known = this.bodies.get(id);
    if (known) return known;
    const signature = signatureFromRows(body);
    this.bodies.set(id, signature);
    return signature;
  }
}

/** The rows of a signature's tensor specs, which are also its body. */
export function tensorRows(signature: Signature): TensorRow[] {
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
