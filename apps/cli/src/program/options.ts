import { InvalidArgumentError, Option } from 'commander';
import { extraInputs, failOns, modes, reportFormatNames, transportSettings, unknownShapes } from '../choices';
import { isAgainst } from '../model-reference';
import { type ReportFile } from '../report/print';
import { defaultServer } from '../server-url';

/** The options that commands share. */
export const serverOption = (): Option =>
  new Option('--server <url>', `the server; otherwise SIGCAT_URL, otherwise ${defaultServer}`);

export const formatOption = (): Option =>
  new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text');

/** How many to show at most. */
export const limitOption = (what: string, otherwise: number): Option =>
  new Option('--limit <count>', `${what} to show`).argParser(limit).default(otherwise);

/** How a report is to be had. */
export const reportOptions = (): readonly Option[] => [
  new Option('--format <format>', 'how to print').choices(reportFormatNames).default('text'),
  new Option(
    '--output <format=file>',
    'also write the report to a file; may be given several times',
  ).argParser(reportFile),
];

/** What the command is to fail for. */
export const thresholdOptions = (): readonly Option[] => [
  new Option(
    '--fail-on <level>',
    'exit with 1 when there are findings of this level or above; otherwise error, and never under the mode NONE',
  ).choices(failOns),
  new Option('--strict', 'exit with 3 when it cannot be decided'),
  new Option('--no-strict', 'not so, whatever .sigcat.yaml says'),
];

/** Under which settings to judge; `otherwise` is where those come from that are not given. */
export const judgingOptions = (otherwise: string): readonly Option[] => [
  new Option('--mode <mode>', `whose calls must work; otherwise ${otherwise}`).choices(modes),
  ...callOptions(),
];

/** How models are called. */
export const callOptions = (): readonly Option[] => [
  new Option('--transport <transport>', 'how the model is called').choices(transportSettings),
  new Option(
    '--unknown-shapes <how>',
    'what a shape that one side leaves open is: a warning or an error',
  ).choices(unknownShapes),
  new Option('--extra-inputs <how>', 'what servers do with inputs that a signature does not have').choices(
    extraInputs,
  ),
];

export const againstOption = (): Option =>
  new Option(
    '--against <version>',
    '@alias, latest, a number, or all; otherwise what publishing would compare with',
  ).argParser(against);

function against(text: string): string {
  if (!isAgainst(text)) throw new InvalidArgumentError('Write @production, latest, 3 or all.');
  return text;
}

function limit(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1) throw new InvalidArgumentError('Write a number from 1 up.');
  return count;
}

function reportFile(text: string, before: readonly ReportFile[] = []): readonly ReportFile[] {
  const equals = text.indexOf('=');
  const format = reportFormatNames.find((name) => name === text.slice(0, equals));
  const path = text.slice(equals + 1);
  if (path === '-') throw new InvalidArgumentError('It needs a file; --format prints.');
  if (equals < 0 || !format || path === '') {
    throw new InvalidArgumentError(
      `Write it as junit=report.xml; there are ${reportFormatNames.join(', ')}.`,
    );
  }
  return [...before, { format, path }];
}
