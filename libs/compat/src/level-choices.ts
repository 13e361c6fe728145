import { type TensorType } from '@sigcat/core';
import { type ApiChanged, overJson } from './facts';
import { type Level } from './level';
import { type LevelChoice } from './level-choice';
import { type Settings } from './settings';

/** Where a file that does not record a shape or a dtype leaves it open whether callers break. */
export const warningUnlessStrict: LevelChoice<unknown> = {
  text: 'warning (error if strict)',
  of: (_, { unknownShapes }) => (unknownShapes === 'strict' ? 'error' : 'warning'),
};

/** An API that callers lose, where they had it. */
export const errorWhereSure: LevelChoice<ApiChanged> = {
  text: 'error; warning where it is not recorded that there were such calls',
  of: ({ sure }) => (sure ? 'error' : 'warning'),
};

/** What it means that a tensor is new which JSON cannot carry, or may not: the whole call fails. */
export function notOverJson(type: TensorType, settings: Settings): Level | undefined {
  switch (overJson(type)) {
    case 'yes':
      return undefined;
    case 'maybe':
      return warningUnlessStrict.of(type, settings);
    case 'no':
      return 'error';
  }
}
