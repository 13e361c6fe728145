import { isDType } from '../dtype';
import { type Dim, fixedDim, scalar, type Shape, symbolicDim, unknownDim, unknownRank } from '../shape';
import { type Signature, signatureOf } from '../signature';
import { dense, type Encoding, sparse, type TensorSpec, type TensorType } from '../tensor-spec';
import { Scanner } from './scanner';

/** How deep composites may nest in a text, so that a hostile one cannot exhaust the stack. */
const maxNesting = 100;

/**
 * Reads the notation of a signature. An optional input gets no default value: the notation has none.
 * @throws NotationError with the position of the first mistake.
 */
export function parseSignature(text: string): { readonly key: string; readonly signature: Signature } {
  const scanner = new Scanner(text);
  const key = scanner.name('a signature key');
  const inputs = parseTensors(scanner, true);
  scanner.expect('->');
  const outputs = parseTensors(scanner, false);
  scanner.end();
  return { key, signature: signatureOf(inputs, outputs) };
}

/**
 * Reads a type such as `float32[?,3]`.
 * @throws NotationError with the position of the first mistake.
 */
export function parseType(text: string): TensorType {
  const scanner = new Scanner(text);
  const type = typeAt(scanner, 0);
  scanner.end();
  return type;
}

function parseTensors(scanner: Scanner, mayBeOptional: boolean): TensorSpec[] {
  const names = new Set<string>();
  return list(scanner, () => {
    const name = scanner.name('a tensor name');
    if (names.has(name)) scanner.fail(`a name other than ${JSON.stringify(name)}, which is there already`);
    names.add(name);
    const optional = mayBeOptional && scanner.accept('?');
    scanner.expect(':');
    return { name, ...typeAt(scanner, 0), optional };
  });
}

function typeAt(scanner: Scanner, depth: number): TensorType {
  if (depth > maxNesting) scanner.fail(`at most ${maxNesting} composites inside each other`);
  const word = scanner.match(/-?[A-Za-z0-9_]+/y) ?? scanner.fail('a dtype');
  if (word === 'sparse') return { ...denseType(scanner, dtype(scanner)), encoding: sparse };
  if (word === 'composite') return compositeType(scanner, depth);
  return denseType(scanner, known(scanner, word));
}

function compositeType(scanner: Scanner, depth: number): TensorType {
  scanner.expect('<');
  const typeSpec = scanner.name('the class of a type spec');
  scanner.expect('>');
  const components = list(scanner, () => typeAt(scanner, depth + 1));
  const encoding: Encoding = { kind: 'composite', typeSpec, components };
  const own = scanner.match(/-?[A-Za-z0-9_]+/y);
  if (own === undefined) return { dtype: 'unspecified', shape: unknownRank, encoding };
  return { ...denseType(scanner, known(scanner, own)), encoding };
}

function denseType(scanner: Scanner, of: string): TensorType {
  return { dtype: of, shape: shapeAt(scanner), encoding: dense };
}

function dtype(scanner: Scanner): string {
  return known(scanner, scanner.match(/-?[A-Za-z0-9_]+/y) ?? scanner.fail('a dtype'));
}

function known(scanner: Scanner, word: string): string {
  return isDType(word) ? word : scanner.fail(`a dtype (${JSON.stringify(word)} is none) before this`);
}

function shapeAt(scanner: Scanner): Shape {
  scanner.expect('[');
  if (scanner.accept('...')) {
    scanner.expect(']');
    return unknownRank;
  }
  if (scanner.accept(']')) return scalar;
  const dims: Dim[] = [];
  do dims.push(dimAt(scanner));
  while (scanner.accept(','));
  scanner.expect(']');
  return { rank: 'known', dims };
}

function dimAt(scanner: Scanner): Dim {
  if (scanner.accept('?')) return unknownDim;
  const digits = scanner.match(/\d+/y);
  if (digits === undefined) return symbolicDim(scanner.name('a size, `?` or a symbol'));
  const size = Number(digits);
  return Number.isSafeInteger(size) ? fixedDim(size) : scanner.fail('a size below 2^53 before this');
}

function list<T>(scanner: Scanner, item: () => T): T[] {
  scanner.expect('(');
  const items: T[] = [];
  if (scanner.accept(')')) return items;
  do items.push(item());
  while (scanner.accept(','));
  scanner.expect(')');
  return items;
}
