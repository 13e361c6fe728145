import { type SearchPage } from '@sigcat/client';
import { quoteName, type SignatureJson } from '@sigcat/core';
import { versionText } from '../model-reference';
import { type Colours, type Stream } from '../terminal';
import { type Cell, columnsText, line } from './columns';
import { linesOf } from './lines';
import { safeText } from './safe-text';
import { tagSetText } from './tag-set-text';
import { wrap } from './wrap';
import { wrappedSignature } from './wrapped-signature';

type Hit = SearchPage['items'][number];
type Bindings = NonNullable<Hit['bindings']>;

const leastSignature = 30;
/** Of the width there is. */
const shareOfWhy = 0.36;
const gaps = 6;

/** What was found as a table: signatures, the closest first, the versions that have them, and why they are there. */
export function searchText(found: SearchPage, limit: number, { colours, width }: Stream): string {
  const { items, next_page_token: next } = found;
  if (items.length === 0) return linesOf(colours.bold('nothing found'));
  const whys = items.map((hit) => whyCell(hit, found, Math.floor(width * shareOfWhy), colours));
  const versions = items.map((hit) => versionsCell(hit));
  const ranks = items.map((_, i) => [line(String(i + 1))]);
  const room =
    width - gaps - [ranks, versions, whys].reduce((sum, column) => sum + widthOf(column.flat()), 0);
  const rows = items.map((hit, i) => [
    ranks[i] ?? [],
    wrappedSignature(shown(hit), Math.max(room, leastSignature), colours.green),
    versions[i] ?? [],
    whys[i] ?? [],
  ]);
  const header = ['#', 'signature', 'versions', 'why'].map((name) => [line(name, colours.bold)]);
  return linesOf(
    headline(items.length, next !== undefined, colours),
    '',
    ...columnsText([header, ...rows]),
    ...(next === undefined
      ? []
      : [
          '',
          `There may be more: --limit ${2 * limit} shows twice as many, and --page goes on after these:`,
          safeText(next),
        ]),
  );
}

function headline(count: number, isCut: boolean, { bold }: Colours): string {
  const signatures = count === 1 ? '1 signature' : `${count} signatures`;
  const what = isCut ? `the first ${count === 1 ? 'signature' : signatures}` : signatures;
  return `${bold(what)}${count === 1 ? '' : ', the closest first'}`;
}

function widthOf(cell: Cell): number {
  return Math.max(...cell.map(({ width }) => width));
}

function shown({ versions, inputs, outputs, bindings }: Hit): Parameters<typeof wrappedSignature>[0] {
  const names = (all: Bindings['inputs'] = []): ReadonlySet<string> => new Set(all.map(({ name }) => name));
  // The types of the contracts let optional members be undefined, which nothing in JSON is.
  const tensors = { inputs, outputs } as Pick<SignatureJson, 'inputs' | 'outputs'>;
  const marked = { inputs: names(bindings?.inputs), outputs: names(bindings?.outputs) };
  return { key: versions[0]?.key ?? '', ...tensors, marked };
}

function versionsCell({ versions, more_versions: isCut }: Hit): Cell {
  const first = versions[0]?.key;
  const lines = versions.map(({ namespace, model, version, key, tag_set: tags }) => {
    const by = key === first ? '' : ` ${quoteName(key)}`;
    const graph = tags.join() === 'serve' ? '' : ` ${tagSetText(tags)}`;
    return line(safeText(`${versionText({ namespace, model }, version)}${by}${graph}`));
  });
  return isCut ? [...lines, line('and more')] : lines;
}

const exactnesses = {
  identical: 'the very same',
  'same-notation': 'the same but for default values',
  'same-types': 'the same but for names',
} as const;

function whyCell(hit: Hit, { asked }: SearchPage, width: number, { dim }: Colours): Cell {
  const { exactness, verdict, bindings, extra } = hit;
  const reasons = [
    ...(exactness ? [exactnesses[exactness]] : []),
    ...(bindings && exactness !== 'identical'
      ? [...bindingTexts(bindings.inputs, asked?.inputs), ...bindingTexts(bindings.outputs, asked?.outputs)]
      : []),
    ...(asked === null && !exactness ? ['takes its place'] : []),
    ...(verdict === 'undecided' ? ['undecided, as not all shapes are known'] : []),
    ...(extra === 0 ? [] : [`${extra} more ${extra === 1 ? 'tensor' : 'tensors'}`]),
  ];
  const all = reasons.length === 0 ? ['nothing else'] : reasons;
  return all.flatMap((reason) =>
    wrap(reason, width).map((text, i) => line(i === 0 ? text : `  ${text}`, dim)),
  );
}

/** `float32[?,3] is image`, or the name alone where that was asked for. */
function bindingTexts(bindings: Bindings['inputs'], asked: readonly string[] = []): string[] {
  return bindings.map(({ asked: place, name, similarity }) => {
    const tensor = asked[place] ?? '';
    const is = safeText(quoteName(name));
    if (tensor.startsWith(`${is}:`) || tensor.startsWith(`${is}?:`)) return is;
    const alike = similarity === undefined ? '' : ` (${Math.round(100 * similarity)}%)`;
    return `${safeText(tensor)} is ${is}${alike}`;
  });
}
