import { signatureDigest } from './digest';
import {
  type Graph,
  type ModelSignatures,
  type NamedSignature,
  type SignatureBindings,
  type TensorBinding,
} from './model-signatures';
import { printSignature } from './notation/print';
import { type Dim, fixedDim, type Shape, symbolicDim, unknownDim, unknownRank } from './shape';
import { type Signature } from './signature';
import { dense, type Encoding, sparse, type TensorSpec, type TensorType } from './tensor-spec';

/** Signatures as JSON, the same in the API and the CLI. `-1` is an unknown dim and `null` an unknown rank. */
export interface ModelSignaturesJson {
  readonly format: string;
  readonly graphs: readonly GraphJson[];
}

export interface GraphJson {
  readonly tag_set: readonly string[];
  readonly signatures: readonly SignatureJson[];
}

export interface SignatureJson {
  readonly key: string;
  readonly method_name: string;
  readonly notation: string;
  readonly digest: string;
  readonly inputs: readonly InputJson[];
  readonly outputs: readonly TensorJson[];
}

export interface TensorTypeJson {
  readonly dtype: string;
  readonly shape: readonly number[] | null;
  /** Name per axis, `''` where an axis has none; absent where no axis has one. */
  readonly dim_names?: readonly string[];
  readonly encoding: Encoding['kind'];
  /** Class of a composite's type spec, such as `RAGGED_TENSOR_SPEC`. */
  readonly type_spec?: string;
  readonly components?: readonly TensorTypeJson[];
}

export interface TensorJson extends TensorTypeJson {
  readonly name: string;
  readonly tensor_name?: string;
}

export interface InputJson extends TensorJson {
  readonly optional: boolean;
  readonly default?: DefaultValueJson;
}

export interface DefaultValueJson {
  readonly digest: string;
  readonly dtype: string;
  readonly shape: readonly number[] | null;
  readonly value?: unknown;
}

export function signaturesToJson(model: ModelSignatures): ModelSignaturesJson {
  return { format: model.format, graphs: model.graphs.map(graphToJson) };
}

function graphToJson(graph: Graph): GraphJson {
  return { tag_set: graph.tagSet, signatures: graph.signatures.map(signatureToJson) };
}

export function signatureToJson({ key, methodName, signature, bindings }: NamedSignature): SignatureJson {
  return {
    key,
    method_name: methodName,
    notation: printSignature(key, signature),
    digest: signatureDigest(signature),
    inputs: signature.inputs.map((spec) => inputToJson(spec, bindings.inputs.get(spec.name))),
    outputs: signature.outputs.map((spec) => tensorToJson(spec, bindings.outputs.get(spec.name))),
  };
}

function inputToJson(spec: TensorSpec, binding?: TensorBinding): InputJson {
  return {
    ...tensorToJson(spec, binding),
    optional: spec.optional,
    ...(spec.default && { default: spec.default }),
  };
}

function tensorToJson(spec: TensorSpec, binding: TensorBinding = {}): TensorJson {
  return {
    name: spec.name,
    ...(binding.dimNames && { dim_names: binding.dimNames }),
    ...typeToJson(spec),
    ...(binding.tensorName !== undefined && { tensor_name: binding.tensorName }),
  };
}

export function typeToJson({ dtype, shape, encoding }: TensorType): TensorTypeJson {
  const dims = shape.rank === 'known' ? shape.dims : [];
  return {
    dtype,
    shape: shape.rank === 'unknown' ? null : dims.map((dim) => (dim.kind === 'fixed' ? dim.size : -1)),
    ...(dims.some((dim) => dim.kind === 'symbolic') && {
      dim_names: dims.map((dim) => (dim.kind === 'symbolic' ? dim.name : '')),
    }),
    encoding: encoding.kind,
    ...(encoding.kind === 'composite' && {
      type_spec: encoding.typeSpec,
      components: encoding.components.map(typeToJson),
    }),
  };
}

/**
 * The signatures that such JSON speaks of; it is taken to be well-formed.
 *
 * A name of an axis is taken as a symbol only where it stands for an unknown dim and the format has symbols:
 * SavedModel's axis names are remarks.
 */
export function signaturesFromJson(json: ModelSignaturesJson): ModelSignatures {
  const symbols = json.format !== 'saved-model';
  return {
    format: json.format,
    graphs: json.graphs.map((graph) => ({
      tagSet: graph.tag_set,
      signatures: graph.signatures.map((signature) => signatureFromJson(signature, symbols)),
    })),
  };
}

function signatureFromJson(json: SignatureJson, symbols: boolean): NamedSignature {
  const signature: Signature = {
    inputs: json.inputs.map((input) => ({
      name: input.name,
      ...typeFromJson(input, symbols),
      optional: input.optional,
      ...(input.default && { default: input.default }),
    })),
    outputs: json.outputs.map((output) => ({
      name: output.name,
      ...typeFromJson(output, symbols),
      optional: false,
    })),
  };
  const bindings: SignatureBindings = {
    inputs: bindingsFromJson(json.inputs, symbols),
    outputs: bindingsFromJson(json.outputs, symbols),
  };
  return { key: json.key, methodName: json.method_name, signature, bindings };
}

function bindingsFromJson(tensors: readonly TensorJson[], symbols: boolean): Map<string, TensorBinding> {
  return new Map(
    tensors.map(({ name, tensor_name, dim_names }) => [
      name,
      {
        ...(tensor_name !== undefined && { tensorName: tensor_name }),
        ...(dim_names && !symbols && { dimNames: dim_names }),
      },
    ]),
  );
}

export function typeFromJson(json: TensorTypeJson, symbols: boolean): TensorType {
  return {
    dtype: json.dtype,
    shape: shapeFromJson(json.shape, symbols ? json.dim_names : undefined),
    encoding: encodingFromJson(json, symbols),
  };
}

function encodingFromJson(json: TensorTypeJson, symbols: boolean): Encoding {
  switch (json.encoding) {
    case 'dense':
      return dense;
    case 'sparse':
      return sparse;
    case 'composite':
      return {
        kind: 'composite',
        typeSpec: json.type_spec ?? '',
        components: (json.components ?? []).map((component) => typeFromJson(component, symbols)),
      };
  }
}

function shapeFromJson(shape: readonly number[] | null, symbols: readonly string[] = []): Shape {
  if (shape === null) return unknownRank;
  return { rank: 'known', dims: shape.map((size, axis) => dimFromJson(size, symbols[axis])) };
}

function dimFromJson(size: number, symbol = ''): Dim {
  if (size >= 0) return fixedDim(size);
  return symbol === '' ? unknownDim : symbolicDim(symbol);
}
