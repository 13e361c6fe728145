import { type Signature, type TensorSpec } from '@sigcat/core';
import { type CallSizes, callSizes, firstDim, settledSize } from '../call-sizes';
import { isJsonDType } from '../json-scalar';
import { type JsonRequest, type Request } from '../request';
import { type Failure } from '../ruling';
import { resultsFailures } from './examples';
import { type PossibleFailure } from './possible-failure';

/** @param request one that a server with this signature accepts */
export function possibleFailures(signature: Signature, request: Request): readonly PossibleFailure[] {
  if (request.api !== 'predict') return resultsFailures(signature, request);
  return request.transport === 'json' ? jsonFailures(signature, request) : [];
}

/** The failure that a server cannot but run into, if there is one. */
export function certainFailure(signature: Signature, request: Request): Failure | undefined {
  return possibleFailures(signature, request).find(({ certain }) => certain)?.failure;
}

export function mayFail(signature: Signature, request: Request, { reason, tensor }: Failure): boolean {
  return possibleFailures(signature, request).some(
    ({ failure }) => failure.reason === reason && failure.tensor === tensor,
  );
}

/** REST has no output filter: it always prints all outputs, and the row form prints them row by row. */
function jsonFailures(signature: Signature, request: JsonRequest): PossibleFailure[] {
  const { outputs } = signature;
  if (outputs.length === 0) return [{ failure: { reason: 'no-outputs' }, certain: true }];
  const mute = outputs.flatMap(({ name: tensor, dtype, encoding }): PossibleFailure[] => {
    if (encoding.kind !== 'dense') {
      return [{ failure: { reason: 'output-not-dense', tensor }, certain: true }];
    }
    if (dtype === 'unspecified') {
      return [{ failure: { reason: 'unrecorded-not-json', tensor }, certain: false }];
    }
    return isJsonDType(dtype) ? [] : [{ failure: { reason: 'output-not-json', tensor }, certain: true }];
  });
  return request.form === 'row' ? [...mute, ...rowFailures(outputs, callSizes(signature, request))] : mute;
}

function rowFailures(outputs: readonly TensorSpec[], sizes: CallSizes): PossibleFailure[] {
  const failures: PossibleFailure[] = [];
  const settled = new Set<number>();
  const open = new Set<string>();
  for (const { name, shape } of outputs) {
    const first = firstDim(shape);
    if (first === undefined) {
      const certain = shape.rank === 'known';
      failures.push({ failure: { reason: 'output-without-rows', tensor: name }, certain });
      if (certain) continue;
    }
    const size = settledSize(shape, 0, sizes);
    if (size !== undefined) settled.add(size);
    else open.add(first?.kind === 'symbolic' ? `symbol ${first.name}` : `output ${name}`);
  }
  if (settled.has(0) || open.size > 0) {
    failures.push({ failure: { reason: 'no-rows' }, certain: settled.has(0) });
  }
  if (settled.size + open.size > 1) {
    failures.push({ failure: { reason: 'rows-differ' }, certain: settled.size > 1 });
  }
  return failures;
}
