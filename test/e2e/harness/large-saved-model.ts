import { frameOf } from '../../bench/models/large-model';
import { field } from './wire';

/** A model that is so large, by the name of a node, that it goes to the artifact store. */
export function largeSavedModel(notation: string): Buffer {
  const graph = field(1, field(1, Buffer.alloc(70_000, 'n')));
  const { head, tail } = frameOf(graph.length, notation);
  return Buffer.concat([head, graph, tail]);
}
