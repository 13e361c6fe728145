/** What the process ends with; scripts rely on these numbers. */
export const exitCode = {
  fine: 0,
  /** There are findings at or above `--fail-on`. */
  findings: 1,
  usage: 2,
  /** Only with `--strict`: the signatures do not say enough. */
  undecided: 3,
  /** A problem kept the command from doing what it was asked. */
  incomplete: 4,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
