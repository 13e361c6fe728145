import { describe, expect, it } from '@jest/globals';
import { catalogue } from './catalogue';
import { renderManual } from './manual';

const manual = renderManual();

describe('the manual', () => {
  it.each(catalogue)('has a row and a section for $id, with all its examples', (rule) => {
    expect(manual).toContain(
      `| [${rule.id}](#${rule.id}) | ${rule.summary} | ${rule.levelText('backward', 'tensor')} |`,
    );
    const [, section = ''] = manual.split(`\n### ${rule.id}\n`);
    const [own = ''] = section.split(/\n##+ /);
    expect(own).toContain(rule.why);
    expect(own).toContain(rule.fix);
    expect(own.match(/```diff/g)).toHaveLength(rule.examples.length);
  });

  it('leads nowhere but to its own sections', () => {
    const anchors = new Set([...manual.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading));
    for (const [, target] of manual.matchAll(/\]\(#([^)]*)\)/g)) expect(anchors).toContain(target);
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
