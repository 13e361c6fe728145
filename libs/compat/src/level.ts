/**
 * `error`: a caller that worked can stop working. `warning`: the signatures do not say enough to decide, or
 * results may change silently. `info`: cannot break a caller. `hidden`: recorded only. Most serious first.
 */
export const levels = ['error', 'warning', 'info', 'hidden'] as const;
export type Level = (typeof levels)[number];

/**
 * Whose calls are judged: with `backward`, those written for the baseline, when the candidate takes its place;
 * with `forward`, those written for the candidate, when the baseline comes back.
 */
export const directions = ['backward', 'forward'] as const;
export type Direction = (typeof directions)[number];

/**
 * How calls travel: with `tensor`, bound by signature key, tensor name and exact dtype (TensorFlow Serving over
 * gRPC, Open Inference Protocol, ONNX Runtime, TFLite); with `json`, TensorFlow Serving's REST API, by rows
 * (`instances`) or by columns (`inputs`).
 */
export const transports = ['tensor', 'json'] as const;
export type Transport = (typeof transports)[number];

export type PerTransport<T> = Readonly<Record<Transport, T>>;
export type PerDirection<T> = Readonly<Record<Direction, T>>;

const ranks: Readonly<Record<Level, number>> = { error: 0, warning: 1, info: 2, hidden: 3 };

/** Sorts the more serious level first. */
export function compareLevels(a: Level, b: Level): number {
  return ranks[a] - ranks[b];
}

export function moreSerious(a: Level, b: Level): Level {
  return compareLevels(a, b) < 0 ? a : b;
}
