import { expect, it } from '@jest/globals';
import MarkdownIt, { type Token } from 'markdown-it';
import { checks } from '../../testing/checks';
import { type ReadFinding, rendered, testFormat } from '../../testing/format-suite';

/** As GitHub and GitLab have it: HTML is let through, and what looks like an address becomes a link. */
const parser = new MarkdownIt({ html: true, linkify: true });

/** Everything in a text, inline parts in the place of their line. */
function tokensOf(text: string): Token[] {
  return parser.parse(text, {}).flatMap((token) => [token, ...(token.children ?? [])]);
}

/** The items of the list, with the plain text of what is in them. */
function read(text: string): ReadFinding[] {
  const findings: { rule: string; text: string; isApproved: boolean }[] = [];
  let depth = 0;
  for (const { type, content } of tokensOf(text)) {
    if (type === 'list_item_open') {
      depth++;
      findings.push({ rule: '', text: '', isApproved: false });
    }
    if (type === 'list_item_close') depth--;
    const last = findings.at(-1);
    if (!last || depth === 0 || !['text', 'code_inline', 'text_special'].includes(type)) continue;
    if (type === 'text' && last.text === '') last.isApproved = content.endsWith(', approved');
    if (type === 'code_inline' && last.rule === '') last.rule = content;
    last.text += content;
  }
  return findings;
}

testFormat('markdown', 'md', read);

it.each(Object.entries(checks))('has no HTML, link, picture or mention but our own: %s', (_, check) => {
  const tokens = tokensOf(rendered('markdown', check));
  const html = tokens.filter(({ type }) => type.startsWith('html_')).map(({ content }) => content.trim());
  for (const one of html) {
    expect(one).toMatch(
      /^(<!-- sigcat -->|<details><summary>Counterexample[a-z ,]*<\/summary>|<\/details>)$/,
    );
  }
  expect(tokens.filter(({ type }) => /^(link|image|table|em|s)(_|$)/.test(type))).toEqual([]);
  // What GitHub and GitLab look for in texts they do not look for in code.
  const texts = tokens.filter(({ type }) => type === 'text' || type === 'text_special');
  for (const { content } of texts) expect(content).not.toMatch(/[#!~$&|]|(?<!\w)@|:\/\/|www\.|:\w+:/);
});

it('begins with what a job finds its comment by, and ends with the reason', () => {
  const text = rendered('markdown', checks.breaking);
  expect(text).toMatch(/^<!-- sigcat -->\n\n### ❌ incompatible: 3 errors, 1 approved\n/);
  const shown = parser.renderInline(text.trimEnd().split('\n').at(-1) ?? '');
  expect(shown).toContain('can break');
});

it('is no longer than a comment may be', () => {
  const [finding] = checks.breaking.findings;
  const findings = finding
    ? Array.from({ length: 1_000 }, (_, index) => ({ ...finding, fingerprint: String(index) }))
    : [];
  const text = rendered('markdown', { ...checks.breaking, findings });
  expect(text.length).toBeLessThan(65_536);
  const told = read(text).length;
  expect(told).toBeGreaterThan(50);
  expect(text).toContain(`And ${findings.length - told} more.`);
});
