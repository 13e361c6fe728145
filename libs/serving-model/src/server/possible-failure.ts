import { type Failure } from '../ruling';

/** A way in which a server that has taken a request can fail with it. */
export interface PossibleFailure {
  readonly failure: Failure;
  /** Whether it always does, or only if an unknown rank, size or dtype turns out so. */
  readonly certain: boolean;
}
