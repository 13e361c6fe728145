import { glance } from '../wire/glance';
import { isCoreMl } from './core-ml';

/** A format that Sigcat knows of but does not read, and how to tell. */
export interface ForeignFormat {
  readonly id: string;
  /** For people, with its article. */
  readonly title: string;
  /** False for what is no model at all, however well we know it. */
  readonly model: boolean;
  /** Ends of names that claim this format. */
  readonly extensions: readonly string[];
  /** Whether the first bytes of a file are those of this format. */
  recognises(head: Uint8Array): boolean;
  /** How files of this format may be packed besides. */
  readonly packed?: 'zip' | 'tar';
}

/** In the order they are tried: what is told by magic numbers before what is guessed. */
export const foreignFormats: readonly ForeignFormat[] = [
  notModel(
    'git-lfs',
    'a git-LFS pointer, not the file that it stands for',
    startsWith('version https://git-lfs'),
  ),
  { ...model('tflite', 'a TensorFlow Lite model', ['.tflite'], hasAt(4, 'TFL3')) },
  { ...model('ort', 'an ONNX Runtime .ort model', ['.ort'], hasAt(4, 'ORTM')) },
  { ...model('keras', 'a Keras model', ['.keras'], () => false), packed: 'zip' },
  { ...model('pt2', 'a PyTorch exported program', ['.pt2'], () => false), packed: 'zip' },
  { ...model('pytorch', 'a PyTorch checkpoint', ['.pt', '.pth'], () => false), packed: 'zip' },
  model('hdf5', 'an HDF5 file, as Keras wrote them once', ['.h5', '.hdf5'], startsWith('\x89HDF\r\n\x1a\n')),
  model('pickle', 'a Python pickle, which is never opened as it can run code', ['.pkl', '.pickle'], isPickle),
  model('stablehlo', 'a StableHLO artifact', ['.mlirbc', '.stablehlo'], startsWith('ML\xefR')),
  model('gguf', 'a GGUF model', ['.gguf'], startsWith('GGUF')),
  model(
    'safetensors',
    'a safetensors file',
    ['.safetensors'],
    (head) => hasAt(8, '{"')(head) && head[7] === 0,
  ),
  model('pmml', 'a PMML model', ['.pmml'], isXmlOf('PMML')),
  model('openvino', 'an OpenVINO model', [], isXmlOf('net')),
  notModel('xml', 'an XML document', startsWith('<?xml', '<!DOCTYPE')),
  model('mlflow', 'an MLflow MLmodel', [], matches(/^(?:flavors|artifact_path|mlflow_version):/m)),
  model('tfjs', 'a TensorFlow.js model', [], matches(/^\s*\{[^]*"(?:modelTopology|weightsManifest)"/)),
  model('xgboost', 'an XGBoost model', [], matches(/^\s*\{[^]*"learner"|^\{L\0{7}/)),
  model('triton', 'a Triton model configuration', [], matches(/^(?:platform|backend|max_batch_size)\s*:/m)),
  notModel('json', 'a JSON document', matches(/^\s*[[{]\s*["\]}[{\d-]/)),
  model('onnx', 'an ONNX model', ['.onnx'], isOnnx),
  model('coreml', 'a CoreML model', ['.mlmodel'], isCoreMl),
  notModel('text', 'a text, such as YAML', isText),
];

type Recognises = ForeignFormat['recognises'];

function model(
  id: string,
  title: string,
  extensions: readonly string[],
  recognises: Recognises,
): ForeignFormat {
  return { id, title, model: true, extensions, recognises };
}

function notModel(id: string, title: string, recognises: Recognises): ForeignFormat {
  return { id, title, model: false, extensions: [], recognises };
}

function startsWith(...beginnings: readonly string[]): Recognises {
  return (head) => beginnings.some((beginning) => hasAt(0, beginning)(head));
}

function hasAt(offset: number, text: string): Recognises {
  const bytes = Buffer.from(text, 'latin1');
  return (head) => bytes.equals(head.subarray(offset, offset + bytes.length));
}

function matches(pattern: RegExp): Recognises {
  return (head) => isText(head) && pattern.test(Buffer.from(head).toString('latin1'));
}

function isXmlOf(element: string): Recognises {
  return (head) => {
    const text = Buffer.from(head).toString('latin1');
    const root = rootOf(text);
    return text.startsWith(`<${element}`, root) && /[\s>]/.test(text.charAt(root + element.length + 1));
  };
}

/** How what may come before an element begins and ends. */
const beforeRoots = [
  ['<?', '?>'],
  ['<!--', '-->'],
] as const;

/**
 * Where the first element of an XML document stands, behind what may come before it. One expression for all of that
 * would take exponential time over comments that end and begin.
 */
function rootOf(text: string): number {
  let at = text.startsWith('\xef\xbb\xbf') ? 3 : 0;
  for (;;) {
    while (/\s/.test(text.charAt(at))) at++;
    const pair = beforeRoots.find(([begin]) => text.startsWith(begin, at));
    if (!pair) return at;
    const [begin, end] = pair;
    const found = text.indexOf(end, at + begin.length);
    if (found < 0) return at;
    at = found + end.length;
  }
}

/** Protocols 2 to 5: PROTO, the number, and an opcode that can follow. */
function isPickle(head: Uint8Array): boolean {
  return head[0] === 0x80 && (head[1] ?? 0) >= 2 && (head[1] ?? 0) <= 5 && head.length > 2;
}

/** A graph in field 7, beside a version in 1 or operator sets in 8. */
function isOnnx(head: Uint8Array): boolean {
  const fields = glance(head);
  const has = (wanted: number, delimited: boolean): boolean =>
    fields.some(({ number, content }) => number === wanted && (content !== undefined) === delimited);
  return has(7, true) && (has(1, false) || has(8, true));
}

/** No control characters but those of text. What is cut off may end within a character. */
function isText(head: Uint8Array): boolean {
  return (
    head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d) && isUtf8Start(head)
  );
}

function isUtf8Start(head: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}
