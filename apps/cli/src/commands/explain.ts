import {
  compare,
  directions,
  type Example,
  findRule,
  levelText,
  parseModel,
  type Rule,
  transports,
} from '@sigcat/compat';
import { exitCode, type ExitCode } from '../exit-code';
import { ruleJson } from '../rule-json';
import { type Colours, type Stream, type Terminal } from '../terminal';
import { linesOf } from '../text/lines';
import { safeJson } from '../text/safe-text';
import { tableText } from '../text/table';
import { wrap } from '../text/wrap';
import { UsageError } from '../usage-error';

export interface ExplainOptions {
  readonly format: 'text' | 'json';
}

/** Says all there is to know of a rule. @throws UsageError where there is none of that id. */
export function explain(id: string, { format }: ExplainOptions, { out }: Terminal): ExitCode {
  const rule = findRule(id);
  if (!rule) throw new UsageError(`there is no rule ${JSON.stringify(id)}; sigcat rules lists them`);
  out.write(format === 'json' ? `${safeJson(ruleJson(rule))}\n` : linesOf(...ruleText(rule, out)));
  return exitCode.fine;
}

function ruleText(rule: Rule, { colours, width }: Stream): string[] {
  const { id, summary, why, fix, examples } = rule;
  const paragraph = (text: string): string[] => wrap(text, width - 2).map((line) => `  ${line}`);
  return [
    `${colours.bold(id)}: ${summary}`,
    '',
    colours.bold('Why'),
    ...paragraph(why),
    '',
    colours.bold('What to do'),
    ...paragraph(fix),
    '',
    colours.bold('Levels'),
    ...tableText([['', ...transports], ...levelRows(rule)]).map((line) => `  ${line}`),
    ...examples.flatMap((example) => ['', ...exampleText(example, colours)]),
  ];
}

function levelRows(rule: Rule): string[][] {
  return directions.map((direction) => [
    direction,
    ...transports.map((transport) => levelText(rule, direction, transport)),
  ]);
}

function exampleText({ before, after, fires, note }: Example, colours: Colours): string[] {
  const title = fires ? 'Found' : 'Not found';
  const findings = compare(parseModel(before), parseModel(after));
  return [
    `${colours.bold(title)}${note === undefined ? '' : `: ${note}`}`,
    ...modelLines(before).map((line) => colours.red(`  - ${line}`)),
    ...modelLines(after).map((line) => colours.green(`  + ${line}`)),
    ...findings.map(({ level, rule, message }) => `  ${level} ${rule}: ${message}`),
    ...(findings.length === 0 ? ['  Nothing is found.'] : []),
  ];
}

function modelLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
