import { CommanderError } from 'commander';
import { Problem } from '@sigcat/problems';
import { type ExitCode, exitCode } from './exit-code';
import { PointedProblem } from './pointed-problem';
import { runProgram } from './program';
import { workflowCommand } from './report/workflow-command';
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
    const { code, detail, fix } = error.toDocument();
    switch (formatIn(words)) {
      case 'json':
        out.write(`${safeJson(error.toDocument())}\n`);
        break;
      case 'github':
        out.write(`${workflowCommand('error', { title: safeText(code) }, safeText(`${detail} ${fix}`))}\n`);
        break;
    }
    err.write(problemText(error, err));
    // What was written is wrong, though it takes the server to see it.
    return error instanceof PointedProblem || code === 'invalid-page-token'
      ? exitCode.usage
      : exitCode.incomplete;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  err.write(`Something went wrong inside; please report it.\n${text.split('\n').map(safeText).join('\n')}\n`);
  return exitCode.incomplete;
}

/** Whatever the words are: they may have been refused. */
function formatIn(words: readonly string[]): string | undefined {
  const option = '--format';
  const joined = words.find((word) => word.startsWith(`${option}=`));
  return (
    joined?.slice(option.length + 1) ??
    (words.includes(option) ? words[words.indexOf(option) + 1] : undefined)
  );
}
