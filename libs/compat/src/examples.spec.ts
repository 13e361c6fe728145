import { expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from './catalogue';
import { compare } from './compare';
import { type Finding, fingerprintOf } from './finding';
import { type Direction, directions, transports } from './level';
import { parseModel } from './notation/parse-model';
import { type Example, type Rule } from './rule';

const golden = join(__dirname, '__golden__', 'examples.txt');

it('finds in the examples what __golden__/examples.txt says; `UPDATE_GOLDEN=1 npx jest examples` writes it anew', () => {
  const text = catalogue
    .flatMap((rule) => rule.examples.map((example) => exampleText(rule, example)))
    .join('\n');
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, text);
  expect(text).toBe(readFileSync(golden, 'utf8'));
});

function exampleText({ id }: Rule, { before, after, fires }: Example): string {
  const [baseline, candidate] = [parseModel(before), parseModel(after)];
  const strict = compare(baseline, candidate, { unknownShapes: 'strict' });
  const findings = compare(baseline, candidate).map((finding) => findingText(finding, strict));
  return [
    `== ${id}: ${fires ? 'fires' : 'silent'}`,
    ...linesOf(before).map((line) => `- ${line}`),
    ...linesOf(after).map((line) => `+ ${line}`),
    ...(findings.length === 0 ? ['nothing'] : findings),
    '',
  ].join('\n');
}

/** `rule path: before => after: message`, and below it what that means to whom. */
function findingText(finding: Finding, strict: readonly Finding[]): string {
  const { rule, path, before, after, message } = finding;
  const other = strict.find((one) => fingerprintOf(one) === fingerprintOf(finding)) ?? finding;
  return [
    `${rule} ${path || '(model)'}: ${before ?? 'nothing'} => ${after ?? 'nothing'}: ${message}`,
    ...directions.map((direction) => `  ${direction}: ${levelsText(direction, finding, other)}`),
  ].join('\n');
}

/** `warning|error for tensors, info for JSON`, the level behind the bar being that of `unknown_shapes: strict`. */
function levelsText(direction: Direction, { levels }: Finding, { levels: strict }: Finding): string {
  const [tensor, json] = transports.map((transport) => {
    const [level, other] = [levels[direction][transport], strict[direction][transport]];
    return level === other ? level : `${level}|${other}`;
  });
  return tensor === json ? String(tensor) : `${String(tensor)} for tensors, ${String(json)} for JSON`;
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
