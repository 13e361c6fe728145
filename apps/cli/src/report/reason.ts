import type { Mode } from '@sigcat/compat';
import { listText } from '../text/list-text';
import { safeText } from '../text/safe-text';
import { type Baselines, type CheckedFinding, type Judgement, type ReportedFinding } from './check';

/** Why the verdict is what it is, in one line. */
export function reasonText({ verdict, mode, counts, findings, baselines }: Judgement): string {
  if (baselines.names.length === 0) {
    return safeText(`It is the first version of ${baselines.model ?? 'a model'}: there is nobody to break.`);
  }
  const open = findings.filter(({ approval }) => !approval);
  switch (verdict) {
    case 'incompatible': {
      const errors = open.filter(({ level }) => level === 'error');
      const { callers, when } = words(mode, versionsText(errors, baselines));
      return `${capitalised(callers)} can break${when}: ${toldOf(errors, counts.error)}.`;
    }
    case 'undecided': {
      const warnings = open.filter(({ level }) => level === 'warning');
      const { callers, when } = words(mode, versionsText(warnings, baselines));
      return `Whether ${callers} break${when} cannot be told: ${toldOf(warnings, counts.warning)}.`;
    }
    case 'compatible': {
      if (findings.length === 0 && counts.hidden === 0) return 'The signatures are the same.';
      const excused = findings.filter(({ approval, level }) => approval && level !== 'info');
      const { callers, when, fine } = words(mode, versionsText(excused, baselines));
      if (excused.length === 0) return fine;
      return `What can break ${callers}${when} is approved: ${toldOf(excused, excused.length)}.`;
    }
  }
}

/** The versions that findings concern; empty where they are none, but files. */
function versionsText(findings: readonly CheckedFinding[], { names, model }: Baselines): string {
  const concerned = new Set(findings.flatMap(({ against }) => against));
  return model !== null ? safeText(listText(names.filter((name) => concerned.has(name)))) : '';
}

/** The first of the findings, which is the most serious one, for all of them. */
function toldOf([first]: readonly Pick<ReportedFinding, 'message'>[], count: number): string {
  const message = safeText(first?.message ?? '').replace(/\.$/, '');
  return count > 1 ? `${message}, and ${count - 1} more` : message;
}

interface Words {
  readonly callers: string;
  readonly when: string;
  readonly fine: string;
}

/** Whom a mode is about. */
function words(mode: Mode, versions: string): Words {
  if (mode.startsWith('FORWARD')) {
    return {
      callers: 'callers of the candidate',
      when: ` after a rollback${versions && ` to ${versions}`}`,
      fine: 'Every call to the candidate works after a rollback.',
    };
  }
  if (mode.startsWith('FULL')) {
    return {
      callers: 'callers',
      when: ' when it is rolled out or back',
      fine: 'Every call works before and after.',
    };
  }
  return {
    callers: `callers${versions && ` of ${versions}`}`,
    when: '',
    fine: 'Every call that worked before still works.',
  };
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
