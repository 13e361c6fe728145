import { CommanderError } from 'commander';
import { Problem } from '@sigcat/problems';
import { type ExitCode, exitCode } from './exit-code';
import { runProgram } from './program';
import { type Terminal } from './terminal';
import { problemText } from './text/problem-text';
import { safeJson, safeText } from './text/safe-text';
import { UsageError } from './usage-error';

/** Runs a command line to its end, whatever happens, and says what the process ends with. */
export async function run(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    return await runProgram(words, terminal);
  } catch (error) {
    return reported(error, words, terminal);
  }
}

function reported(error: unknown, words: readonly string[], { out, err }: Terminal): ExitCode {
  // It has had its say, and help is no mistake.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.fine : exitCode.usage;
  if (error instanceof UsageError) {
    err.write(`error: ${safeText(error.message)}\n(sigcat --help tells more)\n`);
    return exitCode.usage;
  }
  if (error instanceof Problem) {
    if (wantsJson(words)) out.write(`${safeJson(error.toDocument())}\n`);
    err.write(problemText(error, err.colours));
    return exitCode.incomplete;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  err.write(`Something went wrong inside; please report it.\n${text.split('\n').map(safeText).join('\n')}\n`);
  return exitCode.incomplete;
}

function wantsJson(words: readonly string[]): boolean {
  return words.includes('--format=json') || words[words.indexOf('--format') + 1] === 'json';
}
