import { type Settings } from './settings';

/**
 * `error`: a caller that worked can stop working. `warning`: the signatures do not say enough to decide, or
 * results may change silently. `info`: cannot break a caller. `hidden`: recorded only. Most serious first.
 */
export const levels = ['error', 'warning', 'info', 'hidden'] as const;
export type Level = (typeof levels)[number];

/** Whose calls are judged: with `backward`, those written for the baseline. */
export const directions = ['backward'] as const;
export type Direction = (typeof directions)[number];

/** How calls travel: with `tensor`, bound by signature key, tensor name and exact dtype. */
export const transports = ['tensor'] as const;
export type Transport = (typeof transports)[number];

/** A level that depends on the fact or on the settings, and the words for it. */
export interface LevelChoice<F> {
  readonly text: string;
  readonly of: (fact: F, settings: Settings) => Level;
}

/** One level per direction and transport: a new one of either is a column that every rule has to fill in. */
export type Levels<F> = Readonly<Record<Direction, Readonly<Record<Transport, Level | LevelChoice<F>>>>>;

/** Where a file that does not record a shape or a dtype leaves it open whether callers break. */
export const warningUnlessStrict: LevelChoice<unknown> = {
  text: 'warning; error with `unknown_shapes: strict`',
  of: (_, { unknownShapes }) => (unknownShapes === 'strict' ? 'error' : 'warning'),
};

export function mostSerious(of: readonly Level[]): Level {
  return levels.find((level) => of.includes(level)) ?? 'hidden';
}

/** Sorts the more serious level first. */
export function compareLevels(a: Level, b: Level): number {
  return levels.indexOf(a) - levels.indexOf(b);
}
