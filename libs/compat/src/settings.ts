/** BACKWARD: a version that breaks callers of its baseline is refused. NONE: it is reported and accepted. */
export type Mode = 'BACKWARD' | 'NONE';

/**
 * What to make of changes that cannot be decided because one side does not record a shape or a dtype:
 * `warn` leaves them undecided, `strict` takes them for breaks.
 */
export type UnknownShapes = 'warn' | 'strict';

export interface Settings {
  readonly mode: Mode;
  readonly unknownShapes: UnknownShapes;
}

const defaultSettings: Settings = { mode: 'BACKWARD', unknownShapes: 'warn' };

export function settingsOf(settings: Partial<Settings>): Settings {
  return { ...defaultSettings, ...settings };
}
