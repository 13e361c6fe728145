import { describe, expect, it } from '@jest/globals';
import MarkdownIt from 'markdown-it';
import { codeBlock, codeSpan, markdownText } from './markdown-text';

const parser = new MarkdownIt();

it.each(['x', '`', '``', '`x`', ' x', 'x ', ' x ', 'a ``` b', '` ` `` `'])('makes code of %j', (text) => {
  const [line] = parser.parseInline(`before ${codeSpan(text)} after`, {});
  expect(line?.children?.filter(({ type }) => type === 'code_inline').map(({ content }) => content)).toEqual([
    text,
  ]);
});

it('makes a block that no line of it ends', () => {
  const lines = ['```', '````js', '~~~', '', '    ```', '# x'];
  const blocks = parser.parse(codeBlock('diff', lines).join('\n'), {});
  expect(blocks.map(({ type, info, content }) => ({ type, info, content }))).toEqual([
    { type: 'fence', info: 'diff', content: lines.map((line) => `${line}\n`).join('') },
  ]);
});

describe('text', () => {
  it.each([
    ['Input amount takes int64, was float32.', 'Input amount takes int64, was float32.'],
    ['Output k_y?: string[?,1] is gone.', 'Output k\\_y?: string\\[?,1\\] is gone.'],
    ['Callers of fraud@2 can break: so it is.', 'Callers of fraud@2 can break: so it is.'],
    ['Until 2027-01-31.', 'Until 2027-01-31.'],
  ])('that is prose stays so: %s', (text, expected) => {
    expect(markdownText(text)).toBe(expected);
    expect(parser.renderInline(expected)).toBe(text);
  });

  it.each([
    'Ask @ada.',
    '@ada',
    '_@ada',
    'See #1.',
    'See GH-1.',
    'www.example.com',
    'http://example.com',
    'ada@example.com',
    ':tada:',
    '*x*',
    '<b>',
    '&amp;',
    '- x',
    '1. x\n2. y',
    'a | b',
    '\\',
  ])('that may mean more is code: %j', (text) => {
    expect(markdownText(text)).toMatch(/^`/);
  });
});
