import { compareTagSets } from '@sigcat/core';
import { Problem } from '@sigcat/problems';
import { type ByteSource } from '../byte-source';
import { type FormatModel, type ModelFormat, type ReadContext } from '../format';
import { BufferSource } from '../sources/buffer-source';
import { readFingerprint } from './fingerprint';
import { beginsLikeSavedModel, hasVersion, looksLikeSavedModel } from './look';
import { scanSavedModel } from './scan';
import { readGraph } from './signatures';
import { looksLikeText, textToWire } from './text/read-text';

/** What the file begins with where a SavedModel of more than 2 GiB was split into chunks. */
const riegeli = Buffer.from('83af70d10d884a3f', 'hex');

/** TensorFlow SavedModel, binary or text. */
export const savedModel: ModelFormat = {
  id: 'saved-model',
  title: 'a TensorFlow SavedModel',
  mainFiles: ['saved_model.pb', 'saved_model.pbtxt', 'saved_model.cpb'],
  sideFiles: ['fingerprint.pb'],

  recognises: (head) => isChunked(head) || looksLikeText(head) || looksLikeSavedModel(head),

  isMeant: beginsLikeSavedModel,

  async read(main: ByteSource, context: ReadContext): Promise<FormatModel> {
    const head = await main.read(0, headLength);
    if (isChunked(head)) {
      throw new Problem(
        'format-not-supported',
        'This is a chunked SavedModel (.cpb); only .pb and .pbtxt can be read.',
      );
    }
    const source = looksLikeText(head) ? new BufferSource(await textToWire(main, context)) : main;
    const graphs = await scanSavedModel(source, context);
    // Almost any bytes make fields that nobody knows, and so pass for a SavedModel without graphs.
    if (graphs.length === 0 && source === main && !hasVersion(head)) {
      throw new Problem('not-a-model', 'There is nothing of a SavedModel in it.');
    }
    return {
      // The sort is stable: of two graphs with one tag set the first is the one that is loaded.
      graphs: graphs
        .map((graph) => readGraph(graph, context.limits))
        .sort((a, b) => compareTagSets(a.tagSet, b.tagSet)),
    };
  },

  async readSideFile(path: string, source: ByteSource): Promise<Partial<FormatModel>> {
    return { fingerprint: await readFingerprint(path, source) };
  },
};

const headLength = 16 * 2 ** 10;

function isChunked(head: Uint8Array): boolean {
  return riegeli.equals(head.subarray(0, riegeli.length));
}
