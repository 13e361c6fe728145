import { expect, it } from '@jest/globals';
import { createColors } from 'picocolors';
import { type ReportFormatName } from '../choices';
import { type Check } from '../report/check';
import { formats } from '../report/formats';
import { safeText } from '../text/safe-text';
import { checks } from './checks';
import { expectGolden } from './golden';
import { controls } from './models';

/** A finding as somebody understands it who reads the format. */
export interface ReadFinding {
  readonly rule: string;
  /** Holds what there is to read about it. */
  readonly text: string;
  readonly isApproved: boolean;
}

export function rendered(format: ReportFormatName, check: Check, isTerminal = false): string {
  return formats[format].render(check, { colours: createColors(isTerminal) });
}

/**
 * What holds of every format. `read` gives back the findings as one who knows only the format would find them, so
 * that no name can pass for anything else than a name. `shown` are checks to look at, in golden files.
 */
export function testFormat(
  format: ReportFormatName,
  extension: string,
  read: (text: string) => readonly ReadFinding[],
  shown: readonly (keyof typeof checks)[] = ['same', 'breaking', 'several'],
): void {
  const cases = Object.entries(checks);

  it.each(shown)('writes down a check: %s', (name) => {
    expectGolden(`report-${name}.${extension}`, rendered(format, checks[name]));
  });

  it.each(cases)('is read as it was meant: %s', (_, check: Check) => {
    const findings = read(rendered(format, check));
    const told = (rule: string, isApproved: boolean): string => `${rule}${isApproved ? ', approved' : ''}`;
    expect(findings.map(({ rule, isApproved }) => told(rule, isApproved)).sort()).toEqual(
      check.findings.map(({ rule, approval }) => told(rule, approval !== undefined)).sort(),
    );
    for (const { rule, message } of check.findings) {
      const texts = findings.filter((finding) => finding.rule === rule).map(({ text }) => text);
      expect(texts.join('\n')).toContain(safeText(message));
    }
  });

  it('has nothing in it that would do something to a terminal', () => {
    expect(rendered(format, checks.hostile)).not.toMatch(controls);
  });

  it('ends with a line', () => {
    expect(rendered(format, checks.breaking)).toMatch(/[^\n]\n$/);
  });
}
