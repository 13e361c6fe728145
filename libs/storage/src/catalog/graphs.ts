import { type ModelSignatures, type SignatureBindings, type TagSet, type TensorBinding } from '@sigcat/core';
import { type Connection } from '../database';
import { type SignatureId, type Signatures } from './signatures';

/** A graph of a version, as PostgreSQL gives it in JSON. */
export interface GraphRow {
  readonly tag_set: TagSet;
  readonly framework_version: string;
  readonly signatures: readonly {
    readonly key: string;
    readonly method_name: string;
    readonly signature_id: SignatureId;
    readonly bindings: BindingsRow;
  }[];
}

export interface BindingsRow {
  readonly inputs: Readonly<Record<string, BindingRow>>;
  readonly outputs: Readonly<Record<string, BindingRow>>;
}

interface BindingRow {
  readonly tensor_name?: string;
  readonly dim_names?: readonly string[];
}

/** The graphs of version `v` as one JSON array of {@link GraphRow}. Ids are text: they may pass 2^53. */
export const graphsOfVersion = `(
  SELECT coalesce(json_agg(json_build_object(
    'tag_set', g.tag_set,
    'framework_version', g.framework_version,
    'signatures', (
      SELECT coalesce(json_agg(json_build_object(
        'key', vs.key, 'method_name', vs.method_name, 'signature_id', vs.signature_id::text, 'bindings', vs.bindings
      ) ORDER BY vs.position), '[]')
      FROM version_signature vs WHERE vs.version_id = g.version_id AND vs.graph_position = g.position)
  ) ORDER BY g.position), '[]')
  FROM graph g WHERE g.version_id = v.id)`;

export function bindingsToRow({ inputs, outputs }: SignatureBindings): BindingsRow {
  return { inputs: mapToRow(inputs), outputs: mapToRow(outputs) };
}

/** Fills the signatures in. */
export async function signaturesFromRows(
  connection: Connection,
  signatures: Signatures,
  format: string,
  graphs: readonly GraphRow[],
): Promise<ModelSignatures> {
  const ids = graphs.flatMap((graph) => graph.signatures.map((row) => row.signature_id));
  const bodies = await signatures.load(connection, ids);
  return {
    format,
    graphs: graphs.map((graph) => ({
      tagSet: graph.tag_set,
      signatures: graph.signatures.map((row) => ({
        key: row.key,
        methodName: row.method_name,
        signature: bodies.get(row.signature_id) ?? { inputs: [], outputs: [] },
        bindings: { inputs: mapFromRow(row.bindings.inputs), outputs: mapFromRow(row.bindings.outputs) },
      })),
    })),
  };
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
