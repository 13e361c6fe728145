import {
  catalogue,
  type Direction,
  directions,
  levels,
  levelText,
  type Rule,
  type Transport,
  transports,
} from '@sigcat/compat';
import { exitCode, type ExitCode } from '../exit-code';
import { ruleJson } from '../rule-json';
import { type Colours, type Terminal } from '../terminal';
import { linesOf } from '../text/lines';
import { safeJson } from '../text/safe-text';
import { tableText } from '../text/table';

export interface RulesOptions {
  readonly format: 'text' | 'json';
}

/** Lists all rules with their levels. */
export function rules({ format }: RulesOptions, { out }: Terminal): ExitCode {
  const json = { items: catalogue.map(ruleJson) };
  out.write(format === 'json' ? `${safeJson(json)}\n` : rulesText(out.colours));
  return exitCode.fine;
}

function rulesText({ bold }: Colours): string {
  const columns = directions.flatMap((direction) =>
    transports.map((transport) => ({ direction, transport })),
  );
  const [directionLine = '', transportLine = '', ...lines] = tableText([
    ['', ...columns.map(({ direction }) => direction)],
    ['rule', ...columns.map(({ transport }) => transport)],
    ...catalogue.map((rule) => [
      rule.id,
      ...columns.map(({ direction, transport }) => levelWord(rule, direction, transport)),
    ]),
  ]);
  return linesOf(
    bold(directionLine),
    bold(transportLine),
    ...lines,
    '',
    'Where there are two levels it depends: sigcat explain RULE says on what.',
  );
}

/** `error`, or `error..info` where it depends. */
function levelWord(rule: Rule, direction: Direction, transport: Transport): string {
  const words = levelText(rule, direction, transport).split(/[^a-z-]+/);
  const [most = '', ...others] = levels.filter((level) => words.includes(level));
  const least = others.at(-1);
  return least === undefined ? most : `${most}..${least}`;
}
