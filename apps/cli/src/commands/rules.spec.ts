import { expect, it } from '@jest/globals';
import { catalogue } from '@sigcat/compat';
import { run } from '../run';
import { RecordedTerminal } from '../testing/recorded-terminal';

async function output(...words: readonly string[]): Promise<string> {
  const terminal = new RecordedTerminal({}, { width: 100 });
  expect(await run(words, terminal)).toBe(0);
  return terminal.out.text;
}

it('lists every rule with its levels, in lines that fit', async () => {
  const lines = (await output('rules')).split('\n');
  expect(lines.slice(0, 2).map((line) => line.trim().split(/ +/))).toEqual([
    ['backward', 'backward', 'forward', 'forward'],
    ['rule', 'tensor', 'json', 'tensor', 'json'],
  ]);
  for (const { id } of catalogue) {
    const line = lines.find((one) => one.startsWith(`${id} `));
    expect(line).toMatch(/^\S+( +(error|warning|info)(\.\.(warning|info))?){4}$/);
    expect(line?.length).toBeLessThanOrEqual(100);
  }
  expect(lines.find((line) => line.startsWith('input-added-with-default '))).toMatch(
    / info +error +error\.\.info +error\.\.info$/,
  );
  expect(lines.find((line) => line.startsWith('output-renamed '))).toMatch(/ error\.\.warning/);
});

it('lists them for programs', async () => {
  const { items } = JSON.parse(await output('rules', '--format', 'json')) as { items: { id: string }[] };
  expect(items.map(({ id }) => id)).toEqual(catalogue.map(({ id }) => id));
});
