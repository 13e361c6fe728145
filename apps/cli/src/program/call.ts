import { type ExitCode } from '../exit-code';
import { type RepositoryDefaults } from '../repository-file/defaults';
import { type Terminal } from '../terminal';

/** One call of the program: what its commands share. */
export interface Call {
  readonly terminal: Terminal;
  /** What the repository says; empty until a command asks for it. */
  defaults: RepositoryDefaults;
  /** What the process is to end with. */
  exitCode: ExitCode;
}

/** What the repository approves, for commands that judge. */
export function approvalsOf({ defaults: { approvals } }: Call): Pick<RepositoryDefaults, 'approvals'> {
  return approvals ? { approvals } : {};
}
