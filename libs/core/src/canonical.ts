import { type Dim, type Shape } from './shape';
import { type Signature } from './signature';
import { type Encoding, type TensorSpec, type TensorType } from './tensor-spec';

/** Goes up when the form changes, so that old and new digests never meet. */
const formVersion = 1;

/**
 * One text for all signatures that mean the same to a caller: names, dtypes, shapes, encodings and defaults.
 * Keys, method names and graph tensor names are no part of it, and the names of symbols are not either:
 * they are numbered as they come.
 */
export function canonicalForm(signature: Signature): string {
  const symbols = new Map<string, string>();
  const specs = (list: readonly TensorSpec[]): unknown[] => list.map((spec) => specForm(spec, symbols));
  return JSON.stringify([formVersion, specs(signature.inputs), specs(signature.outputs)]);
}

/** One text for all tensor specs that mean the same by themselves, the name left out. */
export function canonicalTypeForm(type: TensorType): string {
  return JSON.stringify(typeForm(type, new Map()));
}

function specForm(spec: TensorSpec, symbols: Map<string, string>): unknown[] {
  return [spec.name, ...typeForm(spec, symbols), spec.optional, spec.default?.digest ?? null];
}

function typeForm(type: TensorType, symbols: Map<string, string>): unknown[] {
  return [type.dtype, shapeForm(type.shape, symbols), encodingForm(type.encoding, symbols)];
}

function shapeForm(shape: Shape, symbols: Map<string, string>): unknown {
  return shape.rank === 'unknown' ? '...' : shape.dims.map((dim) => dimForm(dim, symbols));
}

function dimForm(dim: Dim, symbols: Map<string, string>): unknown {
  switch (dim.kind) {
    case 'fixed':
      return dim.size;
    case 'unknown':
      return '?';
    case 'symbolic': {
      const number = symbols.get(dim.name) ?? `$${symbols.size}`;
      symbols.set(dim.name, number);
      return number;
    }
  }
}

function encodingForm(encoding: Encoding, symbols: Map<string, string>): unknown {
  if (encoding.kind !== 'composite') return encoding.kind;
  return [encoding.typeSpec, ...encoding.components.map((component) => typeForm(component, symbols))];
}
