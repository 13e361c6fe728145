import { type Direction, type Level, type Transport, transports } from './level';

/**
 * Which callers a candidate must not break. BACKWARD: those written for the baseline, so that it can be rolled
 * out without touching them. FORWARD: those written for the candidate, so that it can be rolled back. FULL: both.
 * TRANSITIVE: the same against every version published before, not only against the baseline. NONE: everything
 * is reported as for BACKWARD, and nothing is refused.
 */
export const modes = [
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
  'NONE',
] as const;
export type Mode = (typeof modes)[number];

/** How the model is called: by one transport, or by both, where the more serious level counts. */
export const transportSettings = [...transports, 'both'] as const;
export type TransportSetting = (typeof transportSettings)[number];

/**
 * What to make of changes that cannot be decided because one side does not record a shape or a dtype:
 * `warn` leaves them undecided, `strict` takes them for breaks.
 */
export type UnknownShapes = 'warn' | 'strict';

/** What a server does over the tensor transport with an input that the signature does not have. */
export type ExtraInputs = 'reject' | 'ignore';

/** The version that callers rely on: the latest one, or the one that an alias points to. */
export type Baseline = 'latest' | `@${string}`;

export interface Settings {
  readonly mode: Mode;
  readonly transport: TransportSetting;
  readonly unknownShapes: UnknownShapes;
  readonly extraInputs: ExtraInputs;
  /** Taken along for whoever looks the baseline up; comparing does not need it. */
  readonly baseline: Baseline;
  /** What findings of a rule count as, by the rule's id, in place of the levels that the rule gives. */
  readonly severities: Readonly<Record<string, Level>>;
}

const defaultSettings: Settings = {
  mode: 'BACKWARD',
  transport: 'both',
  unknownShapes: 'warn',
  extraInputs: 'reject',
  baseline: 'latest',
  severities: {},
};

export function settingsOf(settings: Partial<Settings>): Settings {
  return { ...defaultSettings, ...settings };
}

const directionsByMode = {
  BACKWARD: ['backward'],
  BACKWARD_TRANSITIVE: ['backward'],
  FORWARD: ['forward'],
  FORWARD_TRANSITIVE: ['forward'],
  FULL: ['backward', 'forward'],
  FULL_TRANSITIVE: ['backward', 'forward'],
  NONE: ['backward'],
} as const;

export function directionsOf({ mode }: Settings): readonly Direction[] {
  return directionsByMode[mode];
}

export function transportsOf({ transport }: Settings): readonly Transport[] {
  return transport === 'both' ? transports : transport === 'tensor' ? ['tensor'] : ['json'];
}

/** Does the mode ask for every version published before, rather than for the baseline alone? */
export function isTransitive(mode: Mode): boolean {
  return mode.endsWith('_TRANSITIVE');
}
