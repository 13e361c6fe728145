import { catalogue, subjects } from './catalogue';
import { compare } from './compare';
import { type Subject } from './facts';
import { type Finding } from './finding';
import { directions, levels, transports } from './level';
import { parseModel } from './notation/parse-model';
import { type Example, type Rule } from './rule';

const headings: Readonly<Record<Subject, string>> = {
  model: 'The model as a whole',
  'tag-set': 'Tag sets',
  signature: 'Signatures',
  input: 'Inputs',
  output: 'Outputs',
};

const levelMeanings = {
  error: 'a caller that worked can stop working',
  warning: 'the signatures do not say enough to decide, or results may change silently',
  info: 'cannot break a caller',
  hidden: 'recorded only',
} as const;

/** The manual of all rules as Markdown; the id of a rule is the anchor of its section. */
export function renderManual(): string {
  return [
    '# Rules',
    'What Sigcat looks for when a candidate is compared with its baseline, the version that callers rely on.',
    levels.map((level) => `- \`${level}\`: ${levelMeanings[level]}`).join('\n'),
    'In the examples `-` is the baseline and `+` the candidate. A line in braces begins the graph of a tag set; ' +
      'without one it is `{serve}`.',
    '## All rules',
    table(),
    ...subjects.flatMap((subject) => [`## ${headings[subject]}`, ...rulesOn(subject).map(section)]),
  ]
    .join('\n\n')
    .concat('\n');
}

function table(): string {
  const columns = directions.flatMap((direction) =>
    transports.map((transport) => ({ direction, transport, title: `${direction}, ${transport}` })),
  );
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    row(['Rule', 'What changed', ...columns.map(({ title }) => title)]),
    row(Array.from({ length: columns.length + 2 }, () => '---')),
    ...catalogue.map((rule) =>
      row([
        `[${rule.id}](#${rule.id})`,
        rule.summary,
        ...columns.map(({ direction, transport }) => rule.levelText(direction, transport)),
      ]),
    ),
  ].join('\n');
}

function rulesOn(subject: Subject): readonly Rule[] {
  return catalogue.filter(({ coordinates }) => coordinates.subject === subject);
}

function section(rule: Rule): string {
  return [
    `### ${rule.id}`,
    `${rule.summary}.`,
    `**Why:** ${rule.why}`,
    `**What to do:** ${rule.fix}`,
    ...rule.examples.map((example) => exampleText(rule, example)),
  ].join('\n\n');
}

function exampleText({ id }: Rule, example: Example): string {
  const title = example.fires ? 'Found' : `Not \`${id}\``;
  return [
    example.note === undefined ? `${title}:` : `${title}: ${example.note}.`,
    ['```diff', ...diff(example.before, example.after), '```'].join('\n'),
    foundText(compare(parseModel(example.before), parseModel(example.after))),
  ].join('\n\n');
}

function foundText(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'Nothing is found.';
  return findings
    .map(({ rule, level, path, message }) => {
      const where = path === '' ? '' : ` at \`${path}\``;
      return `- ${level} [${rule}](#${rule})${where}: ${message}`;
    })
    .join('\n');
}

/** The lines of both texts, those at the beginning and the end that did not change only once. */
function diff(before: string, after: string): string[] {
  const [old, new_] = [lines(before), lines(after)];
  const start = commonStart(old, new_);
  const end = commonStart(old.slice(start).reverse(), new_.slice(start).reverse());
  return [
    ...old.slice(0, start).map((line) => `  ${line}`),
    ...old.slice(start, old.length - end).map((line) => `- ${line}`),
    ...new_.slice(start, new_.length - end).map((line) => `+ ${line}`),
    ...old.slice(old.length - end).map((line) => `  ${line}`),
  ];
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function commonStart(a: readonly string[], b: readonly string[]): number {
  const different = a.findIndex((line, i) => line !== b[i]);
  return different === -1 ? a.length : different;
}
