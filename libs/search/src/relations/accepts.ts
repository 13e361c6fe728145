import { type Signature, type TensorSpec } from '@sigcat/core';
import { anyTensors, type SearchQuery, type TensorsAsked } from '../query/query';
import { bind } from './bind';
import { Call, type CallSettings } from './call';
import { callerView } from './caller-view';
import { type Fit } from './drop-in';
import { type Match, tensorsFound } from './match';

/** `undecided` where it depends on what the signature does not say, such as what is in serialized examples. */
export interface Acceptance extends Match {
  readonly verdict: Fit;
}

/**
 * Can a caller who has the inputs of the query, and needs its outputs, call the signature? It can if it would not
 * notice that the signature takes the place of one that is just like the query: if the checker finds the one BACKWARD
 * compatible with the other. So every input it has is sent and has to be taken, every input that is required has to
 * be among them, and whatever an output may be has to be among what it needs.
 *
 * - What the query leaves open the caller takes as it comes: any name, any dtype, a shape left out, a size `*`,
 *   and the tensors that `...` or a list left out stand for. Inputs that are optional may be left out, and outputs
 *   beside those needed do no harm.
 * - `?` and `[...]` speak of values: an input `[?,3]` may have any number of rows, so that an input `[8,3]` of the
 *   signature does not take it and `[?,3]` does; an output `[?,3]` is content with `[8,3]`, unless the query has
 *   an input with any number of rows as well (the rule output-batch-dim-fixed). Symbols tie axes of the query
 *   together.
 * - `name?` is an input that is sent at times, so that the signature has to do without it.
 * - Tensors without a name, and similar names, are bound one by one to those that fit by themselves, inputs before
 *   outputs; then all is judged once more together. Of several that fit, those are taken first that are surely
 *   compatible, then the most similar name, then the first in the signature's order, as long as required inputs
 *   are provided for.
 * - `()` is nothing to send, or nothing that is needed.
 * - The signature is called by predict, whatever else it could be called by. Over JSON, JSON has to be able to carry
 *   all of its tensors.
 *
 * The key is not looked at: it belongs to versions (`keyFits`).
 * @returns what tells of signatures; nothing of one that it cannot call
 */
export function accepts(
  query: SearchQuery,
  settings: Partial<CallSettings> = {},
): (signature: Signature) => Acceptance | undefined {
  const call = new Call(query, settings);
  return (signature) => acceptance(call, query, signature);
}

function acceptance(call: Call, query: SearchQuery, signature: Signature): Acceptance | undefined {
  if (!call.isPossible(signature)) return undefined;
  const { inputs } = query;
  // Who needs nothing takes what comes.
  const outputs = query.outputs.tensors.length === 0 ? anyTensors : query.outputs;
  const taken = bindInputs(call, inputs, signature);
  if (taken === undefined) return undefined;
  const given = bindOutputs(call, outputs, signature, found(inputs, signature.inputs, taken));
  if (given === undefined) return undefined;

  const view = {
    inputs: callerView(inputs, signature.inputs, taken),
    outputs: callerView(outputs, signature.outputs, given),
  };
  const verdict = call.isPossible(view) ? call.verdict(view, signature) : undefined;
  return (
    verdict && {
      verdict,
      inputs: tensorsFound(inputs.tensors, signature.inputs, taken),
      outputs: tensorsFound(outputs.tensors, signature.outputs, given),
    }
  );
}

function bindInputs(call: Call, asked: TensorsAsked, signature: Signature): readonly Position[] | undefined {
  const { inputs } = signature;
  const required = asked.open ? [] : inputs.flatMap(({ optional }, position) => (optional ? [] : [position]));
  const some = call.outputWith(signature);
  const positions = bind(
    asked.tensors,
    inputs,
    (seen, spec) => call.verdict({ inputs: [seen], outputs: some }, { inputs: [spec], outputs: some }),
    call.onInputs,
    required,
  );
  if (positions === undefined || isSmall(inputs)) return positions;
  // One required input that is missing says as much as all of them.
  const missing = required.filter((position) => !positions.includes(position)).slice(0, 1);
  const { view, specs } = found(asked, inputs, [...positions, ...missing]);
  return call.breaks({ inputs: view, outputs: some }, { inputs: specs, outputs: some })
    ? undefined
    : positions;
}

/** @param sent the inputs that the query speaks of: rows of an output may have to go with theirs */
function bindOutputs(
  call: Call,
  asked: TensorsAsked,
  { inputs, outputs }: Signature,
  sent: Found,
): readonly Position[] | undefined {
  const some = inputs.slice(0, 1);
  const [before, after] = sent.view.length > 0 ? [sent.view, sent.specs] : [some, some];
  const positions = bind(
    asked.tensors,
    outputs,
    (seen, spec) => call.verdict({ inputs: before, outputs: [seen] }, { inputs: after, outputs: [spec] }),
    new Map(),
  );
  if (positions === undefined || isSmall(outputs)) return positions;
  const { view, specs } = found(asked, outputs, positions);
  return call.breaks({ inputs: before, outputs: view }, { inputs: after, outputs: specs })
    ? undefined
    : positions;
}

/** Tensors that it costs no more to judge all at once than to judge first those that the query speaks of. */
const fewTensors = 16;

function isSmall(specs: readonly TensorSpec[]): boolean {
  return specs.length <= fewTensors;
}

type Position = number | undefined;

/** The tensors that a query speaks of, as the caller has them in mind and as they are, and nothing beside. */
interface Found {
  readonly view: readonly TensorSpec[];
  readonly specs: readonly TensorSpec[];
}

function found(
  { tensors }: TensorsAsked,
  specs: readonly TensorSpec[],
  positions: readonly Position[],
): Found {
  return {
    view: callerView({ tensors, open: false }, specs, positions),
    specs: positions.flatMap((position) => specs[position ?? -1] ?? []),
  };
}
