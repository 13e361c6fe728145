import { directions, levelText, type Rule, transports } from '@sigcat/compat';

/** A rule for programs, as the API has it. */
export function ruleJson(rule: Rule): object {
  const { id, summary, why, fix, coordinates, mirrors, examples } = rule;
  const levels = Object.fromEntries(
    directions.map((direction) => [
      direction,
      Object.fromEntries(transports.map((transport) => [transport, levelText(rule, direction, transport)])),
    ]),
  );
  return { id, summary, why, fix, coordinates, levels, mirrors, examples };
}
