import { type tensorflow } from '@sigcat/proto/saved-model';
import { limitExceeded } from '@sigcat/problems';
import { type ByteSource } from '../byte-source';
import { type ReadContext } from '../format';
import { ReadAhead } from '../sources/read-ahead';
import { malformed } from '../wire/malformed';
import { type MessageRange, walkFields, type WireField } from '../wire/field-walk';
import { decodeText } from '../wire/text';
import { decodeSignatures } from './decode';
import { inspectMessage } from './inspect';
import { isInternal } from './internal-signatures';
import { messageSchema } from './schema';
import { SignatureBudget } from './signature-budget';
import { signatureMapOf } from './signature-map-bytes';
import { metaGraphTexts, metaInfoTexts, TextCheck } from './texts';

type SignatureDef = tensorflow.SignatureDef.$Properties;

/** What a MetaGraphDef says about how it is called. */
export interface ScannedGraph {
  readonly tags: readonly string[];
  readonly tensorflowVersion: string;
  /** By key; of two with one key the later counts. */
  readonly signatures: ReadonlyMap<string, SignatureDef>;
  /** All signatures, byte by byte as they stood, as a serialized SignatureDefMap. */
  readonly native: Uint8Array;
}

const metaGraphs = 2;
const metaInfoDef = 1;
const signatureDef = 5;
const tags = 4;
const tensorflowVersion = 5;

/**
 * Walks a serialized SavedModel and takes out of it what says how its graphs are called, in whatever order
 * it stands. Graphs, weights and object graphs are passed over by their lengths and never read.
 *
 * @throws Problem when the file is damaged or goes over a limit
 */
export async function scanSavedModel(source: ByteSource, context: ReadContext): Promise<ScannedGraph[]> {
  const file = ReadAhead.over(source);
  const graphs: ScannedGraph[] = [];
  const { maxGraphs } = context.limits;
  const scan = new Scan(file, context);
  await walkFields(file, { start: 0, end: file.size, depth: 0 }, context, (field) => {
    if (field.number !== metaGraphs) return undefined;
    if (graphs.length === maxGraphs) {
      throw limitExceeded('too-many-graphs', `More than ${maxGraphs} graphs`, {
        name: 'maxGraphs',
        value: maxGraphs,
      });
    }
    return scan.graph({ ...field, depth: 1 }).then((graph) => void graphs.push(graph));
  });
  return graphs;
}

/** Scanning one file: what its graphs share. */
class Scan {
  readonly #budget: SignatureBudget;
  readonly #texts: TextCheck;
  /** Signatures of the graphs that are done. */
  #signatures = 0;

  constructor(
    private readonly file: ReadAhead,
    private readonly context: ReadContext,
  ) {
    this.#budget = new SignatureBudget(context.limits);
    this.#texts = new TextCheck(file, context);
  }

  async graph(range: MessageRange): Promise<ScannedGraph> {
    const graph = {
      tags: [] as string[],
      tensorflowVersion: '',
      signatures: new Map<string, SignatureDef>(),
    };
    const native: Uint8Array[] = [];
    let callable = 0;
    await walkFields(this.file, range, this.context, (field) => {
      if (field.number === metaInfoDef) {
        // Several of them merge, as protobuf has it: lists are joined, the last text counts.
        return walkFields(this.file, { ...field, depth: range.depth + 1 }, this.context, (info) => {
          if (info.number === tags) return this.#text(info).then((tag) => void graph.tags.push(tag));
          if (info.number === tensorflowVersion) {
            return this.#text(info).then((version) => void (graph.tensorflowVersion = version));
          }
          return this.#texts.field(info, metaInfoTexts, range.depth + 2);
        });
      }
      if (field.number !== signatureDef) return this.#texts.field(field, metaGraphTexts, range.depth + 1);
      return this.#signature(field, range.depth + 1, native).then(([key, signature]) => {
        if (!isInternal(key) && !graph.signatures.has(key)) this.#checkCount(++callable);
        graph.signatures.set(key, signature);
      });
    });
    this.#signatures += callable;
    return { ...graph, native: Buffer.concat(native) };
  }

  async #signature(field: WireField, depth: number, native: Uint8Array[]): Promise<[string, SignatureDef]> {
    const bytes = await this.#content(field);
    inspectMessage(bytes, field.start, entrySchema, depth, this.#budget);
    const map = signatureMapOf(bytes);
    native.push(map);
    const [signature] = decodeSignatures(map, `The signature at byte ${field.start}`);
    if (!signature) throw malformed('There is a signature that is none', field.start);
    return signature;
  }

  async #text(field: WireField): Promise<string> {
    this.#budget.spendItems(1);
    this.#budget.checkName(field.end - field.start, field.start);
    return decodeText(await this.#content(field), field.start);
  }

  async #content({ start, end }: WireField): Promise<Uint8Array> {
    this.#budget.spendBytes(end - start);
    const bytes = await this.file.read(start, end - start);
    if (bytes.length < end - start) throw malformed('The file ends early', start + bytes.length);
    return bytes;
  }

  #checkCount(callable: number): void {
    const value = this.context.limits.maxSignatures;
    if (this.#signatures + callable <= value) return;
    throw limitExceeded('too-many-signatures', `The model has more than ${value} signatures`, {
      name: 'maxSignatures',
      value,
    });
  }
}

const entrySchema = requireMessage(messageSchema('SignatureDefMap').fields.get(1)?.message);

function requireMessage<T>(message: T | undefined): T {
  if (message === undefined) throw new RangeError('SignatureDefMap has no signature_def');
  return message;
}
