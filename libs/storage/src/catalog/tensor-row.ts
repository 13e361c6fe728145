import {
  type DefaultValue,
  type Encoding,
  type TensorSpec,
  typeFromJson,
  typeToJson,
  type TensorTypeJson,
} from '@sigcat/core';

/** A row of `tensor_spec`, as PostgreSQL gives it in JSON. */
export interface TensorRow {
  readonly direction: 'input' | 'output';
  readonly position: number;
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly rank_known: boolean;
  readonly symbols: readonly string[];
  readonly encoding: Encoding['kind'];
  readonly composite: { readonly type_spec: string; readonly components: readonly TensorTypeJson[] } | null;
  readonly optional: boolean;
  readonly default_value: DefaultValue | null;
}

export function tensorToRow(
  spec: TensorSpec,
  direction: TensorRow['direction'],
  position: number,
): TensorRow {
  const { dtype, shape, dim_names = [], encoding, type_spec = '', components = [] } = typeToJson(spec);
  return {
    direction,
    position,
    name: spec.name,
    dtype,
    shape: shape ?? [],
    rank_known: shape !== null,
    symbols: dim_names,
    encoding,
    composite: encoding === 'composite' ? { type_spec, components } : null,
    optional: spec.optional,
    default_value: spec.default ?? null,
  };
}

export function tensorFromRow(row: TensorRow): TensorSpec {
  const type = typeFromJson(
    {
      dtype: row.dtype,
      shape: row.rank_known ? row.shape : null,
      dim_names: row.symbols,
      encoding: row.encoding,
      ...row.composite,
    },
    true,
  );
  return {
    name: row.name,
    ...type,
    optional: row.optional,
    ...(row.default_value && { default: row.default_value }),
  };
}
