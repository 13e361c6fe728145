import { type Command } from 'commander';
import { lazy } from '../lazy';
import { type Terminal } from '../terminal';
import { type RepositoryDefaults } from './defaults';
import { findRepositoryFile } from './find';

/**
 * Gives a command the options that the repository has for it and that are not given otherwise. @throws UsageError
 * with the place of a mistake in the file.
 */
export async function applyRepositoryFile(command: Command, { env }: Terminal): Promise<RepositoryDefaults> {
  // What knows no server has nothing to do with the model that the file is about.
  if (!command.options.some(({ long }) => long === '--server')) return {};
  const path = findRepositoryFile(process.cwd());
  if (path === undefined) return {};
  const { readRepositoryFile } = await lazy.repositoryFile();
  const defaults = readRepositoryFile(path);
  for (const [key, value] of Object.entries(defaults)) {
    // A command that is about one model takes it as a word; the option of a search is another matter. Approvals are
    // looked up by those who judge.
    if (key === 'model' || key === 'approvals') continue;
    const option = command.options.find(({ long }) => long === `--${key.replaceAll('_', '-')}`);
    const isSaid = key === 'server' && (env['SIGCAT_URL'] ?? '') !== '';
    if (!option || isSaid || command.getOptionValueSource(option.attributeName()) === 'cli') continue;
    command.setOptionValueWithSource(option.attributeName(), value, 'config');
  }
  return defaults;
}
