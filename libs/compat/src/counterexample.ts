import { type JudgedFinding } from './approval';
import { type Direction } from './level';

/** What proves an error, for callers over each transport: a call that worked and breaks. */
export interface CounterexampleJson {
  readonly tensor: TensorCallJson | NoneJson;
  readonly json: JsonCallJson | NoneJson;
}

/** Why there is none. */
export interface NoneJson {
  readonly none: string;
}

interface BrokenCallJson {
  /** Whose call it is: that of callers of the baseline (`backward`), or of the candidate. */
  readonly direction: Direction;
  /** A request that is refused now, or an answer that may come now and could not before. */
  readonly kind: 'request' | 'answer';
  /** Whether other changes break the call as well and before, so that it is shown as if nothing else had changed. */
  readonly alone: boolean;
  /** Of an answer, the request first: `f(x: float32[1]) -> (y: float32[2])`. */
  readonly notation: string;
}

export interface TensorCallJson extends BrokenCallJson {
  /** As the Open Inference Protocol has it in JSON. */
  readonly oip: BodyJson | NoneJson;
}

export interface JsonCallJson extends BrokenCallJson {
  /** As TensorFlow Serving's REST API has it. */
  readonly rest: BodyJson | NoneJson;
}

/** The body of the request; of an answer, the body of the answer. */
export interface BodyJson {
  readonly text: string;
  /** Whether lists are cut short, so that it can be read but not sent. */
  readonly abbreviated: boolean;
}

/** By the finding that each proves. Only errors have them. */
export type Counterexamples = ReadonlyMap<JudgedFinding, CounterexampleJson>;

export const noCounterexamples: Counterexamples = new Map();
