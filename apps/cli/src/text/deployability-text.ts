import { type CanIDeploy } from '@sigcat/client';
import { changeText, counterexampleTexts } from '../report/wording';
import { type Colours } from '../terminal';
import { linesOf } from './lines';
import { safeText } from './safe-text';
import { tableText } from './table';
import { tagSetText } from './tag-set-text';

type Affected = CanIDeploy['consumers'][number];

/** The answer first, a table of consumers, what is found for each, and in the last line the reason. */
export function deployabilityText(
  { answer, reasons, environment, counts, consumers }: CanIDeploy,
  what: string,
  colours: Colours,
): string {
  const style = { yes: colours.green, no: colours.red, unknown: colours.yellow }[answer];
  const meaning = {
    yes: 'can come to',
    no: 'would break somebody in',
    unknown: 'may or may not come to',
  }[answer];
  const found = consumers
    .filter(({ verdict }) => verdict !== 'compatible')
    .flatMap((one) => findingLines(one, colours));
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return linesOf(
    `${colours.bold(style(answer))}: ${safeText(what)} ${meaning} ${safeText(environment)}`,
    ...(consumers.length === 0 ? [] : ['', ...tableText([heads, ...consumers.map(cells)])]),
    ...(all > consumers.length ? [`and ${all - consumers.length} more: ${countsText(counts)}`] : []),
    ...found,
    '',
    safeText(reasons[0] ?? '') + (reasons.length > 1 ? ` And ${reasons.length - 1} more.` : ''),
  );
}

/** `3 incompatible, 1 compatible` */
function countsText(counts: CanIDeploy['counts']): string {
  return (['incompatible', 'undecided', 'compatible'] as const)
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${counts[verdict]} ${verdict}`)
    .join(', ');
}

const heads = ['consumer', 'version', 'model', 'signature', 'works with', 'would get', 'verdict'];

function cells({
  consumer,
  consumer_version,
  model,
  tag_set,
  signature,
  works_with,
  would_get,
  verdict,
}: Affected): string[] {
  return [
    consumer,
    consumer_version,
    model,
    placeText(tag_set, signature),
    String(works_with),
    would_get === null ? '?' : String(would_get),
    verdict,
  ].map(safeText);
}

const margin = ' '.repeat(11);

/** The tags are said where they are not those that everybody uses. */
function placeText(tags: readonly string[], signature: string): string {
  return tags.length === 1 && tags[0] === 'serve' ? signature : `${tagSetText(tags)} ${signature}`;
}

function findingLines(
  { consumer, tag_set, signature, transport, findings }: Affected,
  colours: Colours,
): string[] {
  if (findings.length === 0) return [];
  const how = transport === 'both' ? '' : ` over ${transport}`;
  return [
    '',
    colours.bold(safeText(`${consumer}, ${placeText(tag_set, signature)}${how}`)),
    ...findings.flatMap((finding) => [
      `  ${finding.level.padEnd(7)}  ${safeText(finding.rule)}`,
      `${margin}${changeText(finding)}`,
      `${margin}${safeText(finding.message)}`,
      ...counterexampleTexts(finding).map((text) => `${margin}${text}`),
    ]),
  ];
}
