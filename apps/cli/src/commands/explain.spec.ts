import { expect, it } from '@jest/globals';
import { catalogue } from '@sigcat/compat';
import { run } from '../run';
import { expectGolden } from '../testing/golden';
import { RecordedTerminal } from '../testing/recorded-terminal';

async function explained(id: string, width: number, ...options: readonly string[]): Promise<string> {
  const terminal = new RecordedTerminal({}, { width });
  expect(await run(['explain', id, ...options], terminal)).toBe(0);
  return terminal.out.text;
}

it('says what there is to know of a rule', async () => {
  expectGolden('explain.txt', await explained('input-renamed', 80));
});

it('explains every rule, in lines that fit but for the examples', async () => {
  for (const { id, summary, fix } of catalogue) {
    const text = await explained(id, 80);
    expect(text).toMatch(new RegExp(`^${id}: `));
    expect(text.replace(/\s+/g, ' ')).toContain(`${summary} Why `);
    expect(text.replace(/\s+/g, ' ')).toContain(fix);
    const [prose = ''] = text.split('\n\nLevels\n');
    for (const line of prose.split('\n').slice(1)) expect(line.length).toBeLessThanOrEqual(80);
  }
});

it('gives the rule as the API does', async () => {
  expect(JSON.parse(await explained('input-added', 80, '--format', 'json'))).toMatchObject({
    id: 'input-added',
    levels: { backward: { tensor: 'error', json: 'error' } },
    mirrors: expect.any(Array),
  });
});
