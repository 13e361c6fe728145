import { safeJson } from '../../text/safe-text';
import { type ReportFormat } from '../format';

/** The document of the API, with all that the other formats leave out. */
export const json: ReportFormat = {
  render: ({ document }) => `${safeJson(document)}\n`,
};
