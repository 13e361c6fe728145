import { readFileSync } from 'node:fs';
import { isMap, LineCounter, type Pair, parseDocument } from 'yaml';
import { UsageError } from '../usage-error';
import { approvalsIn } from './approvals';
import { type DefaultKey, type RepositoryDefaults, requirements } from './defaults';
import { offsetOf, type Refuse, valueOf } from './nodes';

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

function entryOf({ key, value }: Pair, refuse: Refuse): readonly [keyof RepositoryDefaults, unknown] {
  const name = valueOf(key);
  if (name === 'approvals') return [name, approvalsIn(value, refuse)];
  if (!isKey(name)) {
    const known = [...Object.keys(requirements), 'approvals'].join(', ');
    return refuse(offsetOf(key), `there is no key ${JSON.stringify(name)}; there are ${known}`);
  }
  const { read, text } = requirements[name];
  // Lists, maps and aliases are nothing that it could be.
  const given = read(valueOf(value));
  return given === undefined ? refuse(offsetOf(value ?? key), `${name} must be ${text}`) : [name, given];
}

function isKey(name: unknown): name is DefaultKey {
  return typeof name === 'string' && Object.hasOwn(requirements, name);
}
