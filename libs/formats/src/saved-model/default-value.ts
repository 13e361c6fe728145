import { type DefaultValue, type DType, digestOf } from '@sigcat/core';
import { tensorflow } from '@sigcat/proto/saved-model';
import { type ReadLimits } from '../limits';
import { dtypeOf } from './dtypes';
import { type ElementType, elementTypes } from './elements';
import { toBigInt } from './integers';
import { checkDimCount } from './shapes';

type TensorProto = tensorflow.TensorProto.$Properties;

/** The elements of a tensor, as far as they are written down: the last one stands for all that follow. */
interface Elements {
  /** Written elements in one canonical form, none equal to all that follow it but the last. */
  readonly canonical: Uint8Array;
  /** Bytes of all elements, those that are not written down too. */
  readonly size: number;
  /** Absent where the dtype has no plain form in JSON. */
  readonly toJson?: (index: number) => unknown;
}

/**
 * The default value of an input; `of` says in problems of which. Its digest is the same however the elements
 * were written: as bytes, as a list, or as a list that repeats its last element. What is no value of its dtype and shape
 * is known by its bytes: no caller reads it, so that the signature is worth no less.
 *
 * @throws Problem `too-many-dims`
 */
export function readDefault(tensor: TensorProto, of: string, limits: ReadLimits): DefaultValue {
  const dtype = dtypeOf(tensor.dtype ?? 0);
  const shape = readSizes(tensor, of, limits);
  const elements = shape && readElements(tensor, dtype, countOf(shape));
  const head = Buffer.from(`${JSON.stringify({ dtype, shape })}\n`);
  const digest = digestOf(
    Buffer.concat([head, elements?.canonical ?? tensorflow.TensorProto.encode(tensor).finish()]),
  );
  const room = limits.maxDefaultValueBytes;
  const isSmall = elements && elements.size <= room && arraysIn(shape) <= room;
  const toJson = isSmall ? elements.toJson : undefined;
  return { digest, dtype, shape, ...(toJson && { value: nested(shape ?? [], toJson) }) };
}

/** Unlike a signature's shape, a value's is known: what is left out is a scalar. Null where it is not. */
function readSizes(tensor: TensorProto, of: string, limits: ReadLimits): number[] | null {
  const { unknown_rank: isUnknown, dim } = tensor.tensor_shape ?? {};
  const dims = dim ?? [];
  checkDimCount(dims.length, `the default of ${of}`, limits);
  const sizes = dims.map(({ size }) => Number(toBigInt(size ?? 0)));
  const isSaid = !isUnknown && sizes.every((size) => size >= 0) && Number.isSafeInteger(countOf(sizes));
  return isSaid ? sizes : null;
}

function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/**
 * Undefined where the dtype has no elements to read: resources, variants and numbers that are no known dtype; and where
 * there is not as much content as there should be.
 */
function readElements(tensor: TensorProto, dtype: DType, count: number): Elements | undefined {
  if (dtype === 'string') return stringElements(tensor.string_val ?? [], count);
  const type = elementTypes.get(dtype);
  if (!type) return undefined;
  const content = tensor.tensor_content ?? new Uint8Array(0);
  if (content.length > 0 && content.length !== count * type.width) return undefined;
  return fixedElements(content.length > 0 ? content : type.listed(tensor), type, count);
}

function fixedElements(bytes: Uint8Array, type: ElementType, count: number): Elements {
  const { width } = type;
  // A list that is longer than the tensor has elements that nobody reads; an empty one is zeros.
  const written = bytes.length === 0 && count > 0 ? new Uint8Array(width) : bytes.subarray(0, count * width);
  let end = written.length;
  while (end > width && sameBytes(written, end - 2 * width, end - width, width)) end -= width;
  const canonical = written.subarray(0, end);
  const view = new DataView(canonical.buffer, canonical.byteOffset, canonical.byteLength);
  const { toJson } = type;
  return {
    canonical,
    size: count * width,
    ...(toJson && { toJson: (index) => toJson(view, Math.min(index * width, end - width)) }),
  };
}

function sameBytes(bytes: Uint8Array, a: number, b: number, length: number): boolean {
  for (let index = 0; index < length; index++) if (bytes[a + index] !== bytes[b + index]) return false;
  return true;
}

function stringElements(list: readonly Uint8Array[], count: number): Elements {
  const written = list.length === 0 && count > 0 ? [new Uint8Array(0)] : list.slice(0, count);
  let end = written.length;
  while (end > 1 && Buffer.compare(at(written, end - 1), at(written, end - 2)) === 0) end--;
  const last = written[end - 1]?.length ?? 0;
  const size =
    written.slice(0, end).reduce((sum, text) => sum + text.length + 1, 0) + (count - end) * (last + 1);
  return {
    canonical: Buffer.concat(written.slice(0, end).flatMap((text) => [lengthOf(text), text])),
    size,
    toJson: (index) => textOrBase64(at(written, Math.min(index, end - 1))),
  };
}

function at(list: readonly Uint8Array[], index: number): Uint8Array {
  return list[index] ?? new Uint8Array(0);
}

function lengthOf(text: Uint8Array): Uint8Array {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return length;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOrBase64(bytes: Uint8Array): unknown {
  try {
    const text = utf8.decode(bytes);
    // NUL is legal here and in JSON, but PostgreSQL has no text and no jsonb with it.
    if (!text.includes('\0')) return text;
  } catch {
    // Not text.
  }
  return { base64: Buffer.from(bytes).toString('base64') };
}

/** Arrays and elements in the nested form: a shape such as [1000000, 0] has no elements and many arrays. */
function arraysIn(shape: readonly number[]): number {
  let arrays = 0;
  let level = 1;
  for (const size of shape) arrays += level *= size;
  return arrays;
}

function nested(shape: readonly number[], toJson: (index: number) => unknown): unknown {
  let index = 0;
  const level = (axis: number): unknown => {
    const size = shape[axis];
    if (size === undefined) return toJson(index++);
    return Array.from({ length: size }, () => level(axis + 1));
  };
  return level(0);
}
