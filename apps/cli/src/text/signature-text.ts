import { type NamedSignature, printSignature, printTensor, quoteName, type TensorSpec } from '@sigcat/core';
import { type Stream } from '../terminal';
import { safeText } from './safe-text';

const indent = '  ';

/** A signature in the notation, over several lines where one is too short for it, and what the notation leaves out. */
export function signatureText(
  { key, methodName, signature }: NamedSignature,
  { colours, width }: Pick<Stream, 'colours' | 'width'>,
): string[] {
  const notation = safeText(printSignature(key, signature));
  const lines =
    notation.length <= width
      ? [notation]
      : [
          `${quoteName(key)}(`,
          ...tensorLines(signature.inputs),
          ') -> (',
          ...tensorLines(signature.outputs),
          ')',
        ];
  return [
    ...highlight(lines, quoteName(key), colours.bold),
    ...signature.inputs.filter((input) => input.default).map((input) => `${indent}${defaultText(input)}`),
    ...(methodName === '' ? [] : [`${indent}${colours.dim(safeText(methodName))}`]),
  ];
}

function tensorLines(tensors: readonly TensorSpec[]): string[] {
  return tensors.map((tensor) => `${indent}${safeText(printTensor(tensor))},`);
}

function highlight(
  [first = '', ...others]: readonly string[],
  key: string,
  style: (text: string) => string,
): string[] {
  return [`${style(key)}${first.slice(key.length)}`, ...others];
}

/** A value is only there when it is small. */
function defaultText({ name, default: of }: TensorSpec): string {
  const value = of?.value === undefined ? (of?.digest ?? '') : JSON.stringify(of.value);
  return `${quoteName(name)} defaults to ${safeText(value)}`;
}
