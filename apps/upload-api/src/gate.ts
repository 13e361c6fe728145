import { judge, refuses } from '@sigcat/compat';
import { compatibility } from '@sigcat/contracts';
import { type ModelSignatures } from '@sigcat/core';
import { type Judge } from '@sigcat/storage';

/** The gate on publishing: a candidate must not break the callers of its baseline, unless the mode is NONE. */
export function gateFor(candidate: ModelSignatures): Judge {
  return (number, baseline, settings) => {
    const chosen = compatibility.settingsOf(compatibility.config.parse(settings));
    const report = judge(baseline?.signatures, candidate, chosen);
    return {
      verdict: report.verdict,
      refused: refuses(report),
      report: compatibility.reportBetween(baseline?.version ?? null, number, report),
    };
  };
}
