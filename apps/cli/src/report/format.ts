import { type Stream } from '../terminal';
import { type Check } from './check';

/** A way to write down what a check has found. */
export interface ReportFormat {
  /** The whole text, its last line ended. `look` is how text may look where it goes. */
  render(check: Check, look: Look): string;
}

export type Look = Pick<Stream, 'colours'>;
