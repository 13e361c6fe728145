import { type Direction, type Transport } from '@sigcat/compat';
import {
  type Body,
  type BrokenCall,
  inferenceAnswer,
  inferenceRequest,
  printAnswer,
  printRequest,
  restAnswer,
  restRequest,
} from '@sigcat/serving-model';
import { type Move } from './blame';

/** A call that worked and breaks, and whose it is. */
export interface Counterexample {
  readonly direction: Direction;
  readonly transport: Transport;
  readonly move: Move;
  readonly call: BrokenCall;
}

export interface CounterexampleJson {
  readonly direction: Direction;
  readonly transport: Transport;
  /** A request that is refused now, or an answer that could not come before. */
  readonly kind: 'request' | 'answer';
  /** Of an answer, the request first: `f(x: float32[1]) -> (y: float32[2])`. */
  readonly notation: string;
  /** Body for TensorFlow Serving's REST API; long lists are cut short. */
  readonly rest?: string;
  /** Body for the Open Inference Protocol; long lists are cut short. */
  readonly oip?: string;
}

export function counterexampleToJson({
  direction,
  transport,
  move,
  call,
}: Counterexample): CounterexampleJson {
  const { rest, oip } = bodiesOf(call);
  return {
    direction,
    transport,
    kind: call.kind,
    notation: notationOf(call, move),
    ...(rest && { rest: rest.text }),
    ...(oip && { oip: oip.text }),
  };
}

function notationOf(call: BrokenCall, { from, to }: Move): string {
  const request = printRequest(call.request, from);
  return call.kind === 'request' ? request : `${request} -> ${printAnswer(call.answer, call.request, to)}`;
}

interface Bodies {
  readonly rest?: Body | undefined;
  readonly oip?: Body | undefined;
}

/** Named tensors have no body in REST, and values without dtypes none in the Open Inference Protocol. */
function bodiesOf(call: BrokenCall): Bodies {
  const { request } = call;
  if (call.kind === 'answer') {
    const { answer } = call;
    return answer.kind === 'tensors' ? { oip: inferenceAnswer(answer) } : { rest: restAnswer(answer) };
  }
  if (request.transport === 'json') return { rest: restRequest(request) };
  return request.api === 'predict' ? { oip: inferenceRequest(request) } : {};
}
