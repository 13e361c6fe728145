import { type Dim, type Signature, type TensorSpec, unknownDim } from '@sigcat/core';
import { tensorsByName } from './by-name';
import { type SignaturePair } from './fact';
import { type Fit } from './fit';
import { oncePer } from './once-per';
import { sendsRows } from './rows';

/*
 * JSON's row form, `instances`, as TensorFlow Serving has it (json_tensor.cc): a call has one row at least, its rows are
 * the first axis of every input, and an answer is cut along the first axes of all outputs, which have to be of one size.
 */

/** A size, or what it is that has this size. */
type Size = number | string;

interface Rows {
  readonly size: Size;
  /** Is it the model that chooses the size, so that it may be any? Else a caller knows it from what it sends. */
  readonly chosen: boolean;
}

interface RowForm {
  /** How many rows are sent. */
  readonly sent: Size;
  /** The sizes of symbols that inputs have. */
  readonly symbols: ReadonlyMap<string, Size>;
  /** Do callers decide on how many rows there are? */
  readonly sendsAny: boolean;
  /** The first axes of outputs, by name. */
  readonly rows: ReadonlyMap<string, Rows>;
}

/** Are there calls in rows that work, as far as shapes go? */
export const takesRows = oncePer((signature: Signature): boolean => rowForm(signature) !== undefined);

/**
 * Has an output that is new a row for each row of the others? It cannot spoil what did not work before, or might not
 * have worked: `yes` there.
 */
export function sharesRows(output: TensorSpec, signatures: SignaturePair): Fit {
  const old = rowsBefore(signatures);
  if (old === undefined) return 'yes';
  const dim = firstDim(output);
  if (dim === 'unknown rank') return 'maybe';
  const rows = dim && rowsOfNew(output.name, dim, old);
  const { isSure, known, chosen } = old;
  if (rows === undefined) return isSure ? 'no' : 'maybe';
  const mightDiffer = chosen.size + Math.min(known.size, 1) > 1;
  if (mightDiffer || known.has(rows.size) || chosen.has(rows.size)) return 'yes';
  return isSure && !rows.chosen && known.size > 0 ? 'no' : 'maybe';
}

/** The rows of the side that does not have the outputs that are new. */
interface RowsBefore {
  readonly form: RowForm;
  /** Are all ranks recorded? */
  readonly isSure: boolean;
  /** The sizes of outputs that callers know. */
  readonly known: ReadonlySet<Size>;
  /** The sizes of outputs that the model chooses. */
  readonly chosen: ReadonlySet<Size>;
  /** What the symbols of the other side stand for on this one. */
  readonly symbols: ReadonlyMap<string, Rows>;
}

/** Undefined where no call in rows works. */
const rowsBefore = oncePer((signatures: SignaturePair): RowsBefore | undefined => {
  const { signature } = signatures.before;
  const form = rowForm(signature);
  if (form === undefined) return undefined;
  return {
    form,
    isSure: [...signature.inputs, ...signature.outputs].every((spec) => firstDim(spec) !== 'unknown rank'),
    known: sizesOf(form, false),
    chosen: sizesOf(form, true),
    symbols: symbolsAfter(form, signatures),
  };
});

/** What a symbol means is told by what else has it now, and was there before: by inputs rather than by outputs. */
function symbolsAfter(form: RowForm, { before, after }: SignaturePair): Map<string, Rows> {
  const symbols = new Map<string, Rows>();
  const add = (dim: FirstDim, rows: Rows): void => {
    if (typeof dim !== 'object' || dim.kind !== 'symbolic' || symbols.has(dim.name)) return;
    symbols.set(dim.name, rows);
  };
  const inputs = tensorsByName(before.signature.inputs);
  for (const { name, shape } of after.signature.inputs) {
    const old = inputs.get(name);
    if (old === undefined || shape.rank === 'unknown') continue;
    for (const [axis, dim] of shape.dims.entries()) {
      add(dim, { size: sizeSent(old, axis, form), chosen: false });
    }
  }
  for (const spec of after.signature.outputs) {
    const rows = form.rows.get(spec.name);
    if (rows !== undefined) add(firstDim(spec), rows);
  }
  return symbols;
}

/** Undefined where no call in rows works. */
function rowForm(signature: Signature): RowForm | undefined {
  const { inputs, outputs } = signature;
  const firsts = [...inputs, ...outputs].map(firstDim);
  if (inputs.length === 0 || outputs.length === 0 || firsts.includes(undefined)) return undefined;
  const [sent = 'rows', ...others] = new Set(inputs.flatMap((spec) => fixedSize(firstDim(spec))));
  const form = { sent, symbols: symbolSizes(inputs, sent), sendsAny: sendsRows(signature) };
  const rows = new Map(outputs.map((spec) => [spec.name, rowsOf(spec.name, firstDim(spec), form)]));
  const numbers = [...sizesOf({ rows }, false)].filter((size) => typeof size === 'number');
  const works = others.length === 0 && sent !== 0 && numbers.length <= 1 && !numbers.includes(0);
  return works ? { ...form, rows } : undefined;
}

/** Those on the first axes take as many as there are rows, whatever else they are on. */
function symbolSizes(inputs: readonly TensorSpec[], sent: Size): Map<string, Size> {
  const sizes = new Map<string, Size>();
  for (const { shape } of inputs) {
    for (const [axis, dim] of shape.rank === 'known' ? shape.dims.entries() : []) {
      if (dim.kind !== 'symbolic') continue;
      if (axis === 0) sizes.set(dim.name, sent);
      else if (!sizes.has(dim.name)) sizes.set(dim.name, `symbol ${dim.name}`);
    }
  }
  return sizes;
}

function sizesOf({ rows }: Pick<RowForm, 'rows'>, chosen: boolean): Set<Size> {
  return new Set([...rows.values()].filter((one) => one.chosen === chosen).map(({ size }) => size));
}

function rowsOf(name: string, dim: FirstDim, { sent, symbols, sendsAny }: Omit<RowForm, 'rows'>): Rows {
  if (dim === 'unknown rank' || dim === undefined) return { size: `output ${name}`, chosen: true };
  if (dim.kind === 'fixed') return { size: dim.size, chosen: false };
  const tied = dim.kind === 'symbolic' ? symbols.get(dim.name) : undefined;
  if (tied !== undefined) return { size: tied, chosen: false };
  if (sendsAny) return { size: sent, chosen: false };
  return { size: dim.kind === 'symbolic' ? `symbol ${dim.name}` : `output ${name}`, chosen: true };
}

/** Of an output that is new. */
function rowsOfNew(name: string, dim: Dim, { form, symbols }: RowsBefore): Rows {
  const tied = dim.kind === 'symbolic' ? symbols.get(dim.name) : undefined;
  return tied ?? rowsOf(name, dim.kind === 'fixed' ? dim : unknownDim, form);
}

function sizeSent({ name, shape }: TensorSpec, axis: number, { sent, symbols }: RowForm): Size {
  const dim = shape.rank === 'known' ? shape.dims[axis] : undefined;
  if (axis === 0) return sent;
  if (dim?.kind === 'fixed') return dim.size;
  return (dim?.kind === 'symbolic' ? symbols.get(dim.name) : undefined) ?? `input ${axis} ${name}`;
}

/** Undefined for a scalar. */
type FirstDim = Dim | 'unknown rank' | undefined;

function firstDim({ shape }: TensorSpec): FirstDim {
  return shape.rank === 'unknown' ? 'unknown rank' : shape.dims[0];
}

function fixedSize(dim: FirstDim): number[] {
  return typeof dim === 'object' && dim.kind === 'fixed' ? [dim.size] : [];
}
