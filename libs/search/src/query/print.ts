import { printDim, printType, quoteName, unknownRank } from '@sigcat/core';
import {
  type DimAsked,
  type EncodingAsked,
  type NameAsked,
  type SearchQuery,
  type ShapeAsked,
  type TensorAsked,
  type TensorsAsked,
} from './query';

/** One text for one query: `parseQuery` gives the same query back from it. */
export function printQuery({ key, inputs, outputs }: SearchQuery): string {
  const before = `${printName(key)}${printList(inputs)}`;
  const after = printList(outputs);
  if (after === '') return before === '' ? '*' : before;
  return before === '' ? `-> ${after}` : `${before} -> ${after}`;
}

function printList({ tensors, open }: TensorsAsked): string {
  if (open && tensors.length === 0) return '';
  return `(${[...tensors.map(printTensorAsked), ...(open ? ['...'] : [])].join(', ')})`;
}

/** A tensor as it stands in the text of its query. */
export function printTensorAsked(tensor: TensorAsked): string {
  const name = printName(tensor.name);
  const type = printTypeAsked(tensor);
  if (tensor.optional) return `${name === '' ? '*' : name}?: ${type}`;
  return name === '' ? type : `${name}: ${type}`;
}

function printName(name: NameAsked | undefined): string {
  return name === undefined ? '' : `${name.kind === 'similar' ? '~' : ''}${quoteName(name.name)}`;
}

function printTypeAsked({ encoding, dtype = '*', shape }: TensorAsked): string {
  const type = `${dtype}${shape ? printShape(shape) : ''}`;
  return encoding ? `${printEncoding(encoding)} ${type}` : type;
}

function printEncoding(encoding: EncodingAsked): string {
  if (encoding.kind === 'sparse') return 'sparse';
  if (encoding.of === undefined) return 'composite';
  const { typeSpec, components } = encoding.of;
  if (components === undefined) return `composite<${quoteName(typeSpec)}>`;
  const whole = { kind: 'composite' as const, typeSpec, components };
  return printType({ dtype: 'unspecified', shape: unknownRank, encoding: whole });
}

function printShape(shape: ShapeAsked): string {
  return shape.rank === 'unknown' ? '[...]' : `[${shape.dims.map(printDimAsked).join(',')}]`;
}

function printDimAsked(dim: DimAsked): string {
  return dim.kind === 'any' ? '*' : printDim(dim);
}
