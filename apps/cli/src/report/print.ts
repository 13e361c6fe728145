import { appendFileSync, writeFileSync } from 'node:fs';
import { createColors } from 'picocolors';
import { type ReportFormatName } from '../choices';
import { type ExitCode } from '../exit-code';
import { type Terminal } from '../terminal';
import { UsageError } from '../usage-error';
import { type Check } from './check';
import { formats } from './formats';
import { exitCodeFor } from './threshold';

/** A file to write the report to, besides what is printed. */
export interface ReportFile {
  readonly format: ReportFormatName;
  readonly path: string;
}

export interface ReportOptions {
  readonly format: ReportFormatName;
  readonly output?: readonly ReportFile[];
}

/** Tells what a check has found, wherever that is wanted. @throws UsageError where a file cannot be written. */
export function printReport(
  check: Check,
  { format, output = [] }: ReportOptions,
  { out, env }: Terminal,
): ExitCode {
  out.write(formats[format].render(check, out));
  const inFile = { colours: createColors(false) };
  for (const file of output) {
    intoFile(file.path, (path) => {
      writeFileSync(path, formats[file.format].render(check, inFile));
    });
  }
  const summary = format === 'github' ? (env['GITHUB_STEP_SUMMARY'] ?? '') : '';
  if (summary !== '') {
    intoFile(summary, (path) => {
      appendFileSync(path, formats.markdown.render(check, inFile));
    });
  }
  return exitCodeFor(check);
}

function intoFile(path: string, write: (path: string) => void): void {
  try {
    write(path);
  } catch (error) {
    throw new UsageError(`the report cannot be written to ${path}: ${(error as Error).message}`);
  }
}
