import {
  byText,
  compareTagSets,
  type DefaultValue,
  digestOf,
  type Graph,
  type ModelSignatures,
  type NamedSignature,
  parseSignature,
  tagSet,
  type TensorSpec,
} from '@sigcat/core';

/**
 * Reads a whole model from lines of the notation:
 *
 *     format: onnx
 *     {gpu, serve}
 *     serving_default(x: float32[?,3], k?: int64[] = 5) -> (y: float32[?])
 *     classify(inputs: string[?]) -> (scores: float32[?]) as tensorflow/serving/classify
 *
 * A line in braces begins the graph of that tag set. Left out, the format is `saved-model`, the tag set
 * `{serve}` and the method name `tensorflow/serving/predict`. A default is a JSON value behind a dense type.
 * @throws NotationError where a signature has a mistake.
 */
export function parseModel(text: string): ModelSignatures {
  let format = 'saved-model';
  const graphs: (Graph & { readonly signatures: NamedSignature[] })[] = [];
  for (const line of text.split('\n').map((line) => line.trim())) {
    if (line === '') continue;
    const [, formatId] = /^format: (\S+)$/.exec(line) ?? [];
    const [, tags] = /^\{(.*)\}$/.exec(line) ?? [];
    if (formatId !== undefined) format = formatId;
    else if (tags !== undefined) graphs.push({ tagSet: parseTags(tags), signatures: [] });
    else {
      if (graphs.length === 0) graphs.push({ tagSet: ['serve'], signatures: [] });
      graphs.at(-1)?.signatures.push(parseNamedSignature(line));
    }
  }
  for (const { signatures } of graphs) signatures.sort((a, b) => byText(a.key, b.key));
  return { format, graphs: graphs.sort((a, b) => compareTagSets(a.tagSet, b.tagSet)) };
}

function parseTags(text: string) {
  return tagSet(
    text
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  );
}

function parseNamedSignature(line: string): NamedSignature {
  const [, plain = line, methodName = 'tensorflow/serving/predict'] = /^(.*\)) as (\S+)$/.exec(line) ?? [];
  const defaults = new Map<string, DefaultValue>();
  const notation = plain.replace(
    defaultPattern,
    (_, name: string, dtype: string, dims: string, json: string) => {
      defaults.set(name, defaultOf(dtype, JSON.parse(json)));
      return `${name}?: ${dtype}${dims}`;
    },
  );
  const { key, signature } = parseSignature(notation);
  const inputs = signature.inputs.map((spec) => withDefault(spec, defaults.get(spec.name)));
  const bindings = { inputs: new Map<string, never>(), outputs: new Map<string, never>() };
  return { key, methodName, signature: { ...signature, inputs }, bindings };
}

/** `k?: int64[] = 5` */
const defaultPattern =
  /([A-Za-z_]\w*)\?: (\w+)(\[[^\]]*\]) = (-?\d+(?:\.\d+)?|true|false|"[^"\\]*"|\[[^[\]]*\])/g;

function defaultOf(dtype: string, value: unknown): DefaultValue {
  const shape = Array.isArray(value) ? [value.length] : [];
  return { digest: digestOf(JSON.stringify([dtype, shape, value])), dtype, shape, value };
}

function withDefault(spec: TensorSpec, value: DefaultValue | undefined): TensorSpec {
  return value === undefined ? spec : { ...spec, default: value };
}
