import { describe, expect, it } from '@jest/globals';
import { StatementNames } from './statement-names';

describe('the name of a statement', () => {
  it('is given when it comes a second time, and stays the same', () => {
    const names = new StatementNames('list');
    expect(names.named('SELECT 1')).toEqual({ text: 'SELECT 1' });
    const second = names.named('SELECT 1');
    expect(second.name).toMatch(/^list-[0-9a-f]{16}$/);
    expect(names.named('SELECT 1')).toEqual(second);
  });

  it('is given to a hundred at most, and none of them to what comes once', () => {
    const names = new StatementNames('list');
    const texts = Array.from({ length: 300 }, (_, i) => `SELECT ${i}`);
    for (const text of texts) names.named(text);
    const named = texts.filter((text) => names.named(text).name !== undefined);
    expect(named).toEqual(texts.slice(0, 100));
  });
});
