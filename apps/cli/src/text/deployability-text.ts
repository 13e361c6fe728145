import { type CanIDeploy } from '@sigcat/client';
import { type Colours } from '../terminal';
import { linesOf } from './lines';
import { safeText } from './safe-text';
import { tableText } from './table';

type Affected = CanIDeploy['consumers'][number];

/** The answer first, a table of consumers, what is found for each, and in the last line the reason. */
export function deployabilityText(
  { answer, reasons, environment, consumers }: CanIDeploy,
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
  return linesOf(
    `${colours.bold(style(answer))}: ${safeText(what)} ${meaning} ${safeText(environment)}`,
    ...(consumers.length === 0 ? [] : ['', ...tableText([heads, ...consumers.map(cells)])]),
    ...found,
    '',
    safeText(reasons[0] ?? '') + (reasons.length > 1 ? ` And ${reasons.length - 1} more.` : ''),
  );
}

const heads = ['consumer', 'version', 'model', 'signature', 'works with', 'would get', 'verdict'];

function cells({
  consumer,
  consumer_version,
  model,
  signature,
  works_with,
  would_get,
  verdict,
}: Affected): string[] {
  return [
    consumer,
    consumer_version,
    model,
    signature,
    String(works_with),
    would_get === null ? '?' : String(would_get),
    verdict,
  ].map(safeText);
}

const margin = ' '.repeat(11);

function findingLines({ consumer, signature, transport, findings }: Affected, colours: Colours): string[] {
  if (findings.length === 0) return [];
  const how = transport === 'both' ? '' : ` over ${transport}`;
  return [
    '',
    colours.bold(safeText(`${consumer}, ${signature}${how}`)),
    ...findings.flatMap(({ level, rule, before, after, message }) => [
      `  ${level.padEnd(7)}  ${safeText(rule)}`,
      `${margin}${safeText(`${before ?? 'nothing'} -> ${after ?? 'nothing'}`)}`,
      `${margin}${safeText(message)}`,
    ]),
  ];
}
