import { parseType } from '@sigcat/core';
import { type Requirement, type UsedTensor } from '../requirement';

/** Reads `key(a, b: float32[8]) -> (c) over json`: what is sent and read of a signature of `{serve}`; over both if not said. */
export function requirementOf(text: string): Requirement {
  const parts = /^(\w+)\((.*)\) -> \((.*)\)(?: over (tensor|json|both))?$/.exec(text);
  const [, signatureKey, inputs, outputs, transport] = parts ?? [];
  if (signatureKey === undefined) throw new Error(`no requirement: ${text}`);
  return {
    tagSet: ['serve'],
    signatureKey,
    transport: (transport ?? 'both') as Requirement['transport'],
    inputs: tensorsOf(inputs ?? ''),
    outputs: tensorsOf(outputs ?? ''),
  };
}

function tensorsOf(list: string): UsedTensor[] {
  const each = list.split(/, (?=\w+(?:,|:|$))/).filter((text) => text !== '');
  return each.map((text) => {
    const [name = '', type] = text.split(': ');
    return type === undefined ? { name } : { name, type: parseType(type) };
  });
}
