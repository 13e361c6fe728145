import { type Level } from './level';
import { type Settings } from './settings';

/** A level that depends on the fact or on the settings, and the words for it. */
export interface LevelChoice<F> {
  readonly text: string;
  readonly of: (fact: F, settings: Settings) => Level;
}
