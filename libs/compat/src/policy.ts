import { directions, type Level, mostSerious, transports } from './level';
import { type Claim } from './rule';
import { type Settings } from './settings';

/** The level that counts: the most serious one over all directions and transports in question. */
export function levelOf(claim: Claim, settings: Settings): Level {
  return mostSerious(
    directions.flatMap((direction) =>
      transports.map((transport) => claim.level(direction, transport, settings)),
    ),
  );
}
