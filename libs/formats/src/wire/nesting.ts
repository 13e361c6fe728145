import { limitExceeded } from '@sigcat/problems';
import { type ReadLimits } from '../limits';

/** @throws Problem `nesting-too-deep` when `depth` messages stand inside each other */
export function checkNesting(depth: number, { maxNesting }: ReadLimits): void {
  if (depth <= maxNesting) return;
  throw limitExceeded('nesting-too-deep', `Messages nest more than ${maxNesting} deep`, {
    name: 'maxNesting',
    value: maxNesting,
  });
}
