import { type InputJson, printTensor, quoteName, type TensorJson, typeFromJson } from '@sigcat/core';
import { type Line } from './columns';
import { safeText } from './safe-text';

/** A signature to be shown. */
export interface SignatureToShow {
  readonly key: string;
  readonly inputs: readonly InputJson[];
  readonly outputs: readonly TensorJson[];
  /** Names of the tensors that are to be seen first. */
  readonly marked: { readonly inputs: ReadonlySet<string>; readonly outputs: ReadonlySet<string> };
}

/** A tensor, and what is written on both sides of it; no line is broken inside. */
interface Piece {
  readonly before: string;
  readonly tensor: string;
  readonly after: string;
  readonly isMarked: boolean;
}

/** Tensors of a direction that are shown; of more those that are marked, and others up to so many. */
const mostTensors = 8;
const indent = '  ';
const furtherIndent = '    ';

/**
 * A signature in the notation, on lines of at most so many characters but for tensors that are longer. Where it takes
 * several, those after the first are indented and the outputs begin a line.
 */
export function wrappedSignature(
  { key, inputs, outputs, marked }: SignatureToShow,
  width: number,
  mark: (text: string) => string,
): Line[] {
  const takes = pieces(`${quoteName(key)}(`, inputs, marked.inputs);
  const gives = pieces('-> (', outputs, marked.outputs);
  const whole = [...takes, ...gives];
  if (lengthOf(whole) <= width) return [lineOf(whole, '', mark)];
  const [first = [], ...others] = broken(takes, width, width - furtherIndent.length);
  const [second = [], ...last] = broken(gives, width - indent.length, width - furtherIndent.length);
  const further = (line: readonly Piece[]): Line => lineOf(line, furtherIndent, mark);
  return [
    lineOf(first, '', mark),
    ...others.map(further),
    lineOf(second, indent, mark),
    ...last.map(further),
  ];
}

function pieces(
  opening: string,
  tensors: readonly (TensorJson & { readonly optional?: boolean })[],
  marked: ReadonlySet<string>,
): Piece[] {
  const texts = shownOf(tensors, marked).map(({ name, optional = false, ...type }) => ({
    tensor: safeText(printTensor({ name, ...typeFromJson(type, true), optional })),
    isMarked: marked.has(name),
  }));
  const left = tensors.length - texts.length;
  const all = left > 0 ? [...texts, { tensor: `... ${left} more`, isMarked: false }] : texts;
  if (all.length === 0) return [{ before: opening, tensor: '', after: ')', isMarked: false }];
  return all.map((text, i) => ({
    ...text,
    before: i === 0 ? opening : '',
    after: i === all.length - 1 ? ')' : ',',
  }));
}

function shownOf<Tensor extends TensorJson>(
  tensors: readonly Tensor[],
  marked: ReadonlySet<string>,
): readonly Tensor[] {
  if (tensors.length <= mostTensors) return tensors;
  let others = mostTensors - marked.size;
  return tensors.filter(({ name }) => marked.has(name) || others-- > 0);
}

/** In lines of at most so many characters: the first one, and the others. */
function broken(all: readonly Piece[], first: number, others: number): Piece[][] {
  const lines: Piece[][] = [];
  for (const piece of all) {
    const line = lines.at(-1);
    const room = lines.length === 1 ? first : others;
    if (line && lengthOf([...line, piece]) <= room) line.push(piece);
    else lines.push([piece]);
  }
  return lines;
}

function lineOf(all: readonly Piece[], before: string, mark: (text: string) => string): Line {
  const texts = all.map((piece) => {
    const tensor = piece.isMarked ? mark(piece.tensor) : piece.tensor;
    return `${piece.before}${tensor}${piece.after}`;
  });
  return { shown: before + texts.join(' '), width: before.length + lengthOf(all) };
}

/** With a blank between two. */
function lengthOf(all: readonly Piece[]): number {
  return all.reduce((sum, { before, tensor, after }) => sum + `${before}${tensor}${after} `.length, -1);
}
