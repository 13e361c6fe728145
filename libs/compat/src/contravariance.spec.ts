import { expect, it } from '@jest/globals';
import { parseSignature, type Signature } from '@sigcat/core';
import { compare } from './compare';
import { type Finding } from './finding';
import { transports } from './level';
import { modelOf } from './testing/arbitraries';

/*
 * A caller reads outputs as a model reads inputs. So with inputs and outputs swapped, and baseline and candidate
 * swapped too, a change means the same to callers, but for these. Each is seen below, and no other one is.
 */
const exceptions: Readonly<Record<string, string>> = {
  'input-removed ~ output-added, tensor':
    'a server rejects an input that it does not know; a caller passes over an output that it does not know',
  'input-removed ~ output-added, json': 'the same',

  'input-dim-restricted ~ output-dim-relaxed, tensor':
    'a server is sure to reject another size; a caller has often no need of the size, which exporters lose',
  'input-dim-restricted ~ output-dim-relaxed, json': 'the same',
  'input-batch-dim-fixed ~ output-dim-relaxed, tensor': 'the same',
  'input-batch-dim-fixed ~ output-dim-relaxed, json': 'the same',

  'input-dim-relaxed ~ output-batch-dim-fixed, tensor':
    'an output with a fixed number of rows breaks a promise that inputs do not make: one row for each that was sent',
  'input-dim-relaxed ~ output-batch-dim-fixed, json': 'the same',

  'input-dtype-narrowed ~ output-dtype-widened, json':
    'a server rejects an integer that does not fit; a caller takes it, and may lose its last digits',
  'input-dtype-widened ~ output-dtype-narrowed, json':
    'a server takes a float of fewer digits for exact; a caller who had more misses them',

  'input-dtype-changed ~ output-dtype-changed, json':
    'a server takes a whole number for a float; a caller who reads whole numbers gets decimals',

  'input-dtype-not-json ~ output-dtype-changed, json':
    'the server has to write JSON in both directions; over JSON a baseline without it has no callers to break',
  'input-dtype-not-json ~ output-dtype-widened, json': 'the same',
  'input-dtype-changed ~ output-dtype-not-json, json': 'the same',
  'input-dtype-widened ~ output-dtype-not-json, json': 'the same',
  'input-dtype-relaxed ~ output-dtype-restricted, json': 'the same',
  'input-encoding-changed ~ output-encoding-changed, json': 'the same',
  'input-added ~ output-removed, json': 'the same, of a baseline without inputs',
  'input-dtype-restricted ~ output-dtype-relaxed, json': 'the same',
};

it('means the same for an input as, the other way round, for an output, but for exceptions', () => {
  const unequal = new Set<string>();
  for (const [before, after] of changes()) {
    const inputs = findings(signature(before), signature(after), 'inputs');
    const outputs = findings(swapped(signature(after)), swapped(signature(before)), 'outputs');
    expect(outputs).toHaveLength(inputs.length);
    for (const [i, input] of inputs.entries()) {
      const output = outputs[i];
      if (output === undefined) continue;
      for (const transport of transports) {
        if (input.levels.backward[transport] === output.levels.backward[transport]) continue;
        unequal.add(`${input.rule} ~ ${output.rule}, ${transport}`);
      }
    }
  }
  expect([...unequal].sort()).toEqual(Object.keys(exceptions).sort());
});

/** Every change of one property of one input, by itself and beside others. */
function changes(): [before: string, after: string][] {
  const dtypes = ['int32', 'int64', 'float32', 'float64', 'string', 'float16', 'unspecified'];
  const shapes = ['[...]', '[]', '[?]', '[3]', '[4]', '[?,3]', '[3,?]', '[3,4]'];
  const composite = 'composite<RAGGED_TENSOR_SPEC>(float32[?], int64[?])';
  const types = [
    dtypes.map((dtype) => `x: ${dtype}[?]`),
    shapes.map((shape) => `x: float32${shape}`),
    ['x: float32[?]', 'x: sparse float32[?]', `x: ${composite}`],
    ['x: float32[?]', 'z: float32[?]', ''],
  ];
  return ['', 'k: float32[?]', 'k: float32[?], l: float32[?]'].flatMap((others) =>
    types.flatMap((list) =>
      list.flatMap((before) =>
        list.map((after): [string, string] => [joined(before, others), joined(after, others)]),
      ),
    ),
  );
}

function joined(...lists: readonly string[]): string {
  return lists.filter((list) => list !== '').join(', ');
}

function signature(inputs: string): Signature {
  return parseSignature(`f(${inputs}) -> (y: float32[?])`).signature;
}

function swapped({ inputs, outputs }: Signature): Signature {
  return { inputs: outputs, outputs: inputs };
}

/** By path, which is the same for both but for a rename: there it is the only finding. */
function findings(before: Signature, after: Signature, list: 'inputs' | 'outputs'): Finding[] {
  return compare(modelOf(before), modelOf(after))
    .filter(({ path }) => path.includes(`/${list}/`))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
