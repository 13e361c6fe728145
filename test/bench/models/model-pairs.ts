import { type ModelSignatures } from '@sigcat/core';
import { parseModel } from '@sigcat/compat';

/** A baseline and a candidate. */
export interface ModelPair {
  readonly baseline: ModelSignatures;
  readonly candidate: ModelSignatures;
}

/** A typical model: 3 signatures with 12 tensors. */
const typical = `
  embed(image: float32[?,224,224,3], normalize?: bool[] = true) -> (embedding: float32[?,512], norm: float32[?])
  serving_default(image: float32[?,224,224,3], top_k?: int64[] = 5) -> (classes: string[?,?], scores: float32[?,?])
  tokenized(ids: int64[?,128], mask: int64[?,128]) -> (logits: float32[?,30522], pooled: float32[?,768])`;

/** What typical candidates change: text in the baseline, and what stands there instead. */
const changes: readonly (readonly (readonly [from: string, to: string])[])[] = [
  // Retrained with more classes.
  [['30522', '31000']],
  // Another image size, in both signatures that take one.
  [['224,224', '256,256']],
  // A longer sequence, and an output that is gone.
  [
    ['128', '512'],
    [', pooled: float32[?,768]', ''],
  ],
  // A new input, a new output, another default.
  [
    ['mask: int64[?,128]', 'mask: int64[?,128], types?: int64[?,128]'],
    ['norm: float32[?]', 'norm: float32[?], version: string[]'],
    ['= 5', '= 10'],
  ],
  // Renamed, and a dtype that is wider.
  [
    ['ids:', 'input_ids:'],
    ['mask: int64', 'mask: int32'],
    ['scores:', 'probabilities:'],
  ],
  // A signature under another key, static shapes where there were none, and none where there were.
  [
    ['embed(', 'embeddings('],
    ['classes: string[?,?]', 'classes: string[?,5]'],
    ['logits: float32[?,30522]', 'logits: float32[?,?]'],
  ],
];

/** Pairs with findings; no object of the one model is one of the other. */
export function changedPairs(): ModelPair[] {
  return changes.map((edits) => {
    let text = typical;
    for (const [from, to] of edits) text = text.replaceAll(from, to);
    return { baseline: parseModel(typical), candidate: parseModel(text) };
  });
}

/** A pair that is alike, read twice: no object of the one is one of the other. */
export function pairReadTwice(): ModelPair {
  return { baseline: parseModel(typical), candidate: parseModel(typical) };
}

/** A pair that is alike as services have it: signatures of one digest are one object. */
export function internedPair(): ModelPair {
  const baseline = parseModel(typical);
  const graphs = baseline.graphs.map(({ tagSet, signatures }) => ({
    tagSet: [...tagSet],
    signatures: signatures.map((named) => ({ ...named })),
  }));
  return { baseline, candidate: { format: baseline.format, graphs } };
}
