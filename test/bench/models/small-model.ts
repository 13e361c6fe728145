import { field } from '../../e2e/harness/wire';
import { frameOf } from './large-model';
import { constantNode, smallNode } from './nodes';

const usual =
  'serving_default(amount: float32[?,1], country: string[?,1]) -> (reason: string[?,1], score: float32[?,1])';
const nodes = Buffer.concat(Array.from({ length: 20 }, (_, i) => smallNode(i)));

/** A SavedModel of some kilobytes, with the same signature, unless told otherwise, and, for each text, other bytes. */
export function smallModelBytes(text: string, notation = usual): Buffer {
  const graph = Buffer.concat([nodes, constantNode(0, field(1, text))]);
  const { head, tail } = frameOf(graph.length, notation);
  return Buffer.concat([head, graph, tail]);
}
