import { field, number } from '../../e2e/harness/wire';

/** A NodeDef of GraphDef, about 200 bytes long as in real graphs. */
export function smallNode(position: number): Buffer {
  const name = `model/layer_${position % 997}/block_${position}/MatMul`;
  return field(
    1,
    field(1, name),
    field(2, 'MatMul'),
    field(3, `model/layer_${position % 997}/block_${position - 1}/Relu`),
    field(3, `model/layer_${position % 997}/kernel/Read/ReadVariableOp`),
    attribute('T', number(6, 1)),
    attribute('transpose_a', number(5, 0)),
    attribute('transpose_b', number(5, 0)),
  );
}

/** A constant: a NodeDef with this content for a tensor. */
export function constantNode(position: number, content: Uint8Array): Buffer {
  return field(
    1,
    field(1, `constant_${position}`),
    field(2, 'Const'),
    attribute('dtype', number(6, 4)),
    attribute('value', field(8, number(1, 4), field(4, content))),
  );
}

function attribute(name: string, value: Uint8Array): Buffer {
  return field(5, field(1, name), field(2, value));
}
