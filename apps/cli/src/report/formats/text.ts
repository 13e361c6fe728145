import { judgementText, verdictText } from '../../text/judgement-text';
import { linesOf } from '../../text/lines';
import { type ReportFormat } from '../format';
import { headlineText } from '../wording';

/** For people at a terminal: the verdict first, the reason last. */
export const text: ReportFormat = {
  render: (check, { colours }) =>
    linesOf(
      headlineText(check, () => verdictText(check.verdict, colours)),
      ...judgementText(check, colours),
    ),
};
