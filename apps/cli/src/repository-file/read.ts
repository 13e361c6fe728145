import { readFileSync } from 'node:fs';
import { isMap, isScalar, LineCounter, type Pair, parseDocument } from 'yaml';
import { UsageError } from '../usage-error';
import { type DefaultKey, type RepositoryDefaults, requirements } from './defaults';

/** Reads a `.sigcat.yaml`. @throws UsageError with the place of what is wrong in it. */
export function readRepositoryFile(path: string): RepositoryDefaults {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter: lines, prettyErrors: false });
  const refuse = (offset: number, what: string): never => {
    const { line, col } = lines.linePos(offset);
    throw new UsageError(`${path}:${line}:${col}: ${what}`);
  };
  const [error] = [...document.errors, ...document.warnings];
  if (error) refuse(error.pos[0], error.message);
  const { contents } = document;
  if (contents === null) return {};
  if (!isMap(contents)) return refuse(contents.range[0], 'must be keys with values');
  const entries = contents.items.map((pair) => entryOf(pair, refuse));
  return Object.fromEntries(entries);
}

type Refuse = (offset: number, what: string) => never;

function entryOf({ key, value }: Pair, refuse: Refuse): readonly [DefaultKey, string | boolean] {
  const name = valueOf(key);
  if (!isKey(name)) {
    const known = Object.keys(requirements).join(', ');
    return refuse(offsetOf(key), `there is no key ${JSON.stringify(name)}; there are ${known}`);
  }
  const { read, text } = requirements[name];
  const given = read(valueOf(value));
  return given === undefined ? refuse(offsetOf(value ?? key), `${name} must be ${text}`) : [name, given];
}

/** Undefined for lists, maps and aliases, which no key takes. */
function valueOf(node: unknown): unknown {
  return isScalar(node) ? node.value : undefined;
}

function offsetOf(node: unknown): number {
  return (node as { readonly range?: readonly [number, number, number] | null }).range?.[0] ?? 0;
}

function isKey(name: unknown): name is DefaultKey {
  return typeof name === 'string' && Object.hasOwn(requirements, name);
}
