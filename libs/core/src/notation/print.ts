import { type Dim, type Shape } from '../shape';
import { type Signature } from '../signature';
import { type TensorSpec, type TensorType } from '../tensor-spec';
import { quoteName } from './text';

/**
 * The notation of a signature:
 * `serving_default(image: float32[?,224,224,3], k?: int64[]) -> (scores: float32[?,1000])`.
 * Default values are left out: `?` behind a name says that there is one.
 */
export function printSignature(key: string, signature: Signature): string {
  return `${quoteName(key)}${printTensors(signature.inputs)} -> ${printTensors(signature.outputs)}`;
}

function printTensors(tensors: readonly TensorSpec[]): string {
  return `(${tensors.map(printTensor).join(', ')})`;
}

/** `image: float32[?,224,224,3]` */
export function printTensor(spec: TensorSpec): string {
  return `${quoteName(spec.name)}${spec.optional ? '?' : ''}: ${printType(spec)}`;
}

/** `float32[?,3]`, `sparse int64[?,10]`, `composite<RAGGED_TENSOR_SPEC>(float32[?], int64[?])` */
export function printType(type: TensorType): string {
  const { dtype, shape, encoding } = type;
  const body = `${dtype}${printShape(shape)}`;
  switch (encoding.kind) {
    case 'dense':
      return body;
    case 'sparse':
      return `sparse ${body}`;
    case 'composite': {
      const parts = encoding.components.map(printType).join(', ');
      const whole = `composite<${quoteName(encoding.typeSpec)}>(${parts})`;
      return body === 'unspecified[...]' ? whole : `${whole} ${body}`;
    }
  }
}

export function printShape(shape: Shape): string {
  return shape.rank === 'unknown' ? '[...]' : `[${shape.dims.map(printDim).join(',')}]`;
}

export function printDim(dim: Dim): string {
  switch (dim.kind) {
    case 'fixed':
      return String(dim.size);
    case 'unknown':
      return '?';
    case 'symbolic':
      return quoteName(dim.name);
  }
}
