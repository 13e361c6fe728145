import { type Judge, type StoredReport } from '../catalog/judgement';

const none = { error: 0, warning: 0, info: 0, hidden: 0 };

function emptyReport(baseline: number | null): StoredReport {
  return {
    verdict: 'compatible',
    mode: 'BACKWARD',
    baseline_version: baseline,
    counts: none,
    approved: none,
    offending: [],
  };
}

/** A gate that lets everything pass, and one that lets nothing. */
export const passes: Judge = (_, { baseline }) => ({ refused: false, report: emptyReport(baseline) });
export const refuses: Judge = (_, { baseline }) => ({ refused: true, report: emptyReport(baseline) });
