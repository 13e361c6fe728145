import { describe, expect, it } from '@jest/globals';
import { catalogue, levelText } from './catalogue';
import { leftOut } from './left-out';
import { renderManual } from './manual';

const manual = renderManual();

describe('the manual', () => {
  it.each(catalogue)('has a row and a section for $id, with all its examples', (rule) => {
    const row = manual.split('\n').find((line) => line.startsWith(`| [${rule.id}](#${rule.id}) | `));
    expect(row?.split(' | ').slice(1, 4)).toEqual([
      rule.summary,
      levelText(rule, 'backward', 'tensor'),
      levelText(rule, 'backward', 'json'),
    ]);
    const [, section = ''] = manual.split(`\n### ${rule.id}\n`);
    const [own = ''] = section.split(/\n##+ /);
    expect(own).toContain(rule.why);
    expect(own).toContain(rule.fix);
    expect(own.match(/```diff/g)).toHaveLength(rule.examples.length);
  });

  it('has the levels of a rule by direction and transport, and says whose they are', () => {
    expect(manual).toContain(
      [
        '|  | tensor | json |',
        '| --- | --- | --- |',
        '| backward | info | error |',
        '| forward | error; info with `extra_inputs: ignore` | error; info where rows cannot be sent and another input is left |',
      ].join('\n'),
    );
    expect(manual).toContain(
      '| [input-dtype-narrowed](#input-dtype-narrowed): error; warning between floats<br>[input-dtype-not-json](#input-dtype-not-json): error |',
    );
  });

  it.each(leftOut.flatMap(({ ids, needs }) => ids.map((id) => ({ id, needs }))))(
    'says what it takes to look for $id',
    ({ id, needs }) => {
      expect(manual).toContain(`| \`${id}\` | ${needs} |`);
    },
  );

  it('leads nowhere but to its own sections', () => {
    const anchors = new Set([...manual.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading));
    for (const [, target] of manual.matchAll(/\]\(#([^)]*)\)/g)) expect(anchors).toContain(target);
  });

  it('says over which transport an example is what', () => {
    expect(manual).toContain('- info (tensor), error (json) [input-added-with-default]');
  });

  it('shows what changed line by line and what is found', () => {
    expect(manual).toContain(
      [
        '```diff',
        '  serving_default(x: float32[?,3]) -> (y: float32[?])',
        '- embed(text: string[?]) -> (vector: float32[?,512])',
        '```',
        '',
        '- error [signature-removed](#signature-removed) at `/serve/embed`: Signature embed is gone.',
      ].join('\n'),
    );
  });
});
