import { type Finding } from './finding';
import { type Level, moreSerious } from './level';
import { levelOf } from './policy';
import { type Settings } from './settings';

/**
 * Which part of a semantic version goes up. `major`: callers of the baseline can break. `minor`: there is
 * something else to see. `patch`: to callers it is the same.
 */
export type NextVersion = 'major' | 'minor' | 'patch';

/** Whatever the mode: a version number speaks to callers of the version before. Approved breaks are breaks too. */
export function nextVersionFor(findings: readonly Finding[], settings: Settings): NextVersion {
  let level: Level = 'hidden';
  for (const { rule, levels } of findings) {
    level = moreSerious(level, levelOf(rule, levels, ['backward'], settings));
  }
  switch (level) {
    case 'error':
      return 'major';
    case 'warning':
    case 'info':
      return 'minor';
    case 'hidden':
      return 'patch';
  }
}
