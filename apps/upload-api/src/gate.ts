import { judgeAll, refuses } from '@sigcat/compat';
import { configs, reports } from '@sigcat/contracts';
import { type Judge } from '@sigcat/storage';

/** The gate: a candidate must not break whom the settings protect, but for what is approved. */
export const gate: Judge = ({ version, signatures }, { settings, approvals, baseline, predecessors }) => {
  const history = judgeAll(predecessors, signatures, configs.settingsOf(settings), approvals);
  return {
    refused: refuses(history),
    report: reports.reportAnswer(history, { candidate: version, baseline }),
  };
};
