import { catalogue, levelWords, subjects } from './catalogue';
import { compare } from './compare';
import { type Subject } from './facts';
import { type Finding } from './finding';
import { leftOut } from './left-out';
import { type Direction, directions, levels, type Transport, transports } from './level';
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

const introduction = `What Sigcat looks for when a candidate is compared with its baseline, the version that callers rely on.

${levels.map((level) => `- \`${level}\`: ${levelMeanings[level]}`).join('\n')}

A change has a level for each direction and each transport.

- \`backward\`: callers written for the baseline meet the candidate, when it is rolled out. Modes \`BACKWARD\`, \`FULL\`
- \`forward\`: callers written for the candidate meet the baseline, when it is rolled back. Modes \`FORWARD\`, \`FULL\`
- \`tensor\`: calls bound by signature key, tensor name and exact dtype: TensorFlow Serving over gRPC, Open Inference Protocol, ONNX Runtime, TFLite
- \`json\`: calls of the REST API of TensorFlow Serving, by rows (\`instances\`) or by columns (\`inputs\`)

What counts is the most serious level over the directions of the mode and the transports that the model is called by,
both unless \`transport\` says which. There is one comparison: a rule says what a change means backward, and forward
counts what the same change means with baseline and candidate swapped. Four things hold whatever the rule:

- Where JSON cannot carry one of the tensors that a signature had, or it had no inputs or no outputs, nobody called it
  over JSON, and \`json\` is at most \`info\`; but who loses a signature that fits classify or regress did so, as these
  send no tensors.
- Over JSON a single output comes without its name. Another single one in its place is judged as if it had kept the
  name, with a \`warning\` at least.
- JSON shows neither the dtype of a tensor that is always empty nor the axes behind the empty one. What is found on
  these of an input that was so, or an output that is, is at most \`warning\` for \`json\`.
- Classify and regress answer in a message of their own. In signatures exported for them (by the method name on both
  sides) what is found on names and shapes of outputs is at most \`warning\`.

Exporters lose static shapes without any change of behaviour, so what hangs on a shape or a dtype that one side does not
record is a \`warning\`. \`if strict\` is said of the setting \`unknown_shapes: strict\`, which takes it for a break.

A setting of \`severities\` puts a level of yours in place of those of a rule. An approval, bound to the fingerprint of a
finding, leaves it in the report and takes it out of the verdict until it expires.`;

/** The manual of all rules as Markdown; the id of a rule is the anchor of its section. */
export function renderManual(): string {
  return [
    '# Rules',
    introduction,
    'In the examples `-` is the baseline and `+` the candidate. A line in braces begins the graph of a tag set; ' +
      'without one it is `{serve}`.',
    '## All rules',
    overview(),
    ...subjects.flatMap((subject) => [`## ${headings[subject]}`, ...rulesOn(subject).map(section)]),
    '## Not looked for',
    'These changes break callers too. They have no rule yet, since nothing that Sigcat reads tells them.',
    table(
      ['Rule', 'What it takes'],
      leftOut.flatMap(({ ids, needs }) => ids.map((id) => [`\`${id}\``, needs])),
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

function overview(): string {
  const columns = directions.flatMap((direction) =>
    transports.map((transport) => ({ direction, transport, title: `${direction}, ${transport}` })),
  );
  return table(
    ['Rule', 'What changed', ...columns.map(({ title }) => title)],
    catalogue.map((rule) => [
      link(rule),
      rule.summary,
      ...columns.map(({ direction, transport }) => levelCell(rule, direction, transport)),
    ]),
  );
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
    table(
      ['', ...transports],
      directions.map((direction) => [
        direction,
        ...transports.map((transport) => levelCell(rule, direction, transport)),
      ]),
    ),
    ...rule.examples.map((example) => exampleText(rule, example)),
  ].join('\n\n');
}

/** Forward, the rules are named, a line each, where they do not say the same. */
function levelCell(rule: Rule, direction: Direction, transport: Transport): string {
  const words = levelWords(rule, direction, transport);
  if (words.length === 1) return words.map(({ text }) => text).join();
  return words.map(({ text, saidBy }) => `${saidBy.map(link).join(', ')}: ${text}`).join('<br>');
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
    .map((finding) => {
      const where = finding.path === '' ? '' : ` at \`${finding.path}\``;
      return `- ${foundLevel(finding)} ${link({ id: finding.rule })}${where}: ${finding.message}`;
    })
    .join('\n');
}

function foundLevel({ levels: { backward } }: Finding): string {
  if (backward.tensor === backward.json) return backward.tensor;
  return transports.map((transport) => `${backward[transport]} (${transport})`).join(', ');
}

function link({ id }: Pick<Rule, 'id'>): string {
  return `[${id}](#${id})`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
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
