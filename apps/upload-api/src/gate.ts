import { judgeAll, refuses } from '@sigcat/compat';
import { configs, reports } from '@sigcat/contracts';
import { counterexamplesOfAll, type ProofLimits } from '@sigcat/proof';
import { type Judge } from '@sigcat/storage';

/** The gate: a candidate must not break whom the settings protect, but for what is approved. */
export function gateWithin(limits: ProofLimits): Judge {
  return ({ version, signatures }, { settings: chosen, approvals, baseline, predecessors }) => {
    const settings = configs.settingsOf(chosen);
    const history = judgeAll(predecessors, signatures, settings, approvals);
    const proofs = counterexamplesOfAll(history, predecessors, signatures, settings, limits);
    return {
      refused: refuses(history),
      report: reports.reportAnswer(history, proofs, { candidate: version, baseline }),
    };
  };
}
