import {
  type Digest,
  type ModelSignatures,
  type Signature,
  type SignatureBindings,
  signatureDigest,
  type TagSet,
  type TensorBinding,
} from '@sigcat/core';
import { type ReadModel } from '@sigcat/formats';
import { type Connection } from '../database';
import { type SignatureId, type Signatures } from './signatures';

/** A graph as its version's row has it, in JSON. Ids are text: they may pass 2^53. */
export interface GraphRow {
  readonly tag_set: TagSet;
  readonly signatures: readonly {
    readonly key: string;
    readonly method_name: string;
    readonly signature_id: SignatureId;
    readonly bindings: BindingsRow;
  }[];
}

interface BindingsRow {
  readonly inputs: Readonly<Record<string, BindingRow>>;
  readonly outputs: Readonly<Record<string, BindingRow>>;
}

interface BindingRow {
  readonly tensor_name?: string;
  readonly dim_names?: readonly string[];
}

/** The graphs of a draft, as they are kept with its version. */
export function graphsToRows(graphs: ReadModel['graphs'], ids: ReadonlyMap<Digest, SignatureId>): GraphRow[] {
  return graphs.map(({ tagSet, signatures }) => ({
    tag_set: tagSet,
    signatures: signatures.map(({ key, methodName, signature, bindings }) => ({
      key,
      method_name: methodName,
      signature_id: idOf(signature, ids),
      bindings: { inputs: mapToRow(bindings.inputs), outputs: mapToRow(bindings.outputs) },
    })),
  }));
}

/** @throws Error when the signature was not interned. */
export function idOf(signature: Signature, ids: ReadonlyMap<Digest, SignatureId>): SignatureId {
  const id = ids.get(signatureDigest(signature));
  if (id === undefined) throw new Error('a signature was not interned');
  return id;
}

/** What the row of a version says of its signatures. */
export interface ModelRow {
  readonly format: string;
  readonly graphs: readonly GraphRow[];
}

/** Fills the signatures in. @throws Error when one is not there, as they are never removed. */
export async function modelFromRow(
  connection: Connection,
  signatures: Signatures,
  row: ModelRow,
): Promise<ModelSignatures> {
  return fillIn(row, await signatures.load(connection, idsIn(row)), bindingsFromRow);
}

/** The same for many, in one go. */
export async function modelsFromRows(
  connection: Connection,
  signatures: Signatures,
  rows: readonly ModelRow[],
): Promise<ModelSignatures[]> {
  const bodies = await signatures.load(connection, rows.flatMap(idsIn));
  return rows.map((row) => fillIn(row, bodies, bindingsFromRow));
}

/** The same for many, to be compared: without the names inside their graphs, which are nobody's business. */
export async function comparableModels(
  connection: Connection,
  signatures: Signatures,
  rows: readonly ModelRow[],
): Promise<ModelSignatures[]> {
  const bodies = await signatures.load(connection, rows.flatMap(idsIn));
  return rows.map((row) => fillIn(row, bodies, () => noBindings));
}

const noBindings: SignatureBindings = { inputs: new Map(), outputs: new Map() };

function idsIn({ graphs }: ModelRow): SignatureId[] {
  return graphs.flatMap((graph) => graph.signatures.map((row) => row.signature_id));
}

function fillIn(
  { format, graphs }: ModelRow,
  bodies: ReadonlyMap<SignatureId, Signature>,
  bindings: (row: BindingsRow) => SignatureBindings,
): ModelSignatures {
  return {
    format,
    graphs: graphs.map((graph) => ({
      tagSet: graph.tag_set,
      signatures: graph.signatures.map((row) => ({
        key: row.key,
        methodName: row.method_name,
        signature: bodyOf(row.signature_id, bodies),
        bindings: bindings(row.bindings),
      })),
    })),
  };
}

function bodyOf(id: SignatureId, bodies: ReadonlyMap<SignatureId, Signature>): Signature {
  const body = bodies.get(id);
  if (!body) throw new Error(`there is no signature ${id}`);
  return body;
}

function mapToRow(bindings: ReadonlyMap<string, TensorBinding>): Record<string, BindingRow> {
  return Object.fromEntries(
    [...bindings].map(([name, { tensorName, dimNames }]) => [
      name,
      {
        ...(tensorName !== undefined && { tensor_name: tensorName }),
        ...(dimNames && { dim_names: dimNames }),
      },
    ]),
  );
}

function bindingsFromRow({ inputs, outputs }: BindingsRow): SignatureBindings {
  return { inputs: mapFromRow(inputs), outputs: mapFromRow(outputs) };
}

function mapFromRow(row: Readonly<Record<string, BindingRow>>): Map<string, TensorBinding> {
  return new Map(
    Object.entries(row).map(([name, { tensor_name, dim_names }]) => [
      name,
      {
        ...(tensor_name !== undefined && { tensorName: tensor_name }),
        ...(dim_names && { dimNames: dim_names }),
      },
    ]),
  );
}
