import { Problem } from '@sigcat/problems';
import { type ByteSource, type FileTree } from './byte-source';
import { baseName } from './foreign/claims';
import { foreignFormats } from './foreign/known-formats';
import { type FormatModel, type ModelFormat, type ReadContext } from './format';
import { type FileModel, readFile } from './read-file';
import { type Packaging, type ReadModel } from './read-model';
import { formats } from './registry';

/** A main file as read, or what is wrong with it. */
interface Candidate {
  readonly path: string;
  readonly format: ModelFormat;
  readonly outcome: FileModel | Problem;
}

interface SideFile {
  readonly path: string;
  readonly format: ModelFormat;
  readonly outcome: Partial<FormatModel> | Problem;
}

/** Main files that a problem names, at most. */
const mostNamed = 10;

/**
 * Reads the one model in a tree in a single pass over its files, whatever their order.
 *
 * @throws Problem
 */
export async function readTree(
  tree: FileTree,
  packaging: Packaging,
  context: ReadContext,
): Promise<ReadModel> {
  const candidates: Candidate[] = [];
  const sideFiles: SideFile[] = [];
  const foreign: string[] = [];
  for await (const { path, source } of tree.files()) {
    await context.deadline.breathe();
    if (isFromFinder(path)) continue;
    const name = baseName(path);
    const format = formats.find(({ mainFiles }) => mainFiles.includes(name));
    const beside = formats.find(({ sideFiles }) => sideFiles.includes(name));
    if (format) {
      // With models in two folders there is nothing left to find out but their names.
      const read = candidates.every((other) => folderOf(other.path) === folderOf(path));
      candidates.push({
        path,
        format,
        outcome: read ? await attempt(() => readFile(source, path, context)) : several,
      });
    } else if (beside) {
      sideFiles.push({ path, format: beside, outcome: await attempt(() => readSide(beside, path, source)) });
    } else if (foreignFormats.some(({ extensions }) => extensions.some((end) => name.endsWith(end)))) {
      foreign.push(path);
    }
  }
  const { path, format, outcome } = theOne(candidates, foreign, packaging);
  const model = settled(outcome);
  const beside = sideFiles
    .filter((file) => file.format === format && folderOf(file.path) === folderOf(path))
    .map((file) => settled(file.outcome));
  return Object.assign({ packaging, mainFile: path }, model, ...beside) as ReadModel;
}

const several = new Problem('archive-with-several-models', 'There are models in several folders.');

function readSide(format: ModelFormat, path: string, source: ByteSource): Promise<Partial<FormatModel>> {
  return format.readSideFile(path, source);
}

function theOne(
  candidates: readonly Candidate[],
  foreign: readonly string[],
  packaging: Packaging,
): Candidate {
  const where = packaging === 'directory' ? 'folder' : 'archive';
  const [first, ...others] = candidates;
  if (!first) {
    const [path] = foreign;
    const instead = path === undefined ? '' : `; it holds ${path}, whose format is not supported yet`;
    throw new Problem('archive-without-model', `The ${where} holds no ${mainFileNames()}${instead}.`);
  }
  const paths = candidates.map(({ path }) => path);
  if (
    others.some((other) => folderOf(other.path) !== folderOf(first.path) || other.format !== first.format)
  ) {
    const named = paths.slice(0, mostNamed).join(', ');
    const more = paths.length > mostNamed ? ` and ${paths.length - mostNamed} more` : '';
    throw new Problem('archive-with-several-models', `The ${where} holds ${named}${more}.`, {
      paths: paths.slice(0, mostNamed),
    });
  }
  const [best, rival] = [...candidates].sort((a, b) => preference(a) - preference(b));
  if (best && rival && best.path === rival.path) {
    throw new Problem('archive-malformed', `The ${where} holds ${best.path} twice.`);
  }
  return best ?? first;
}

function mainFileNames(): string {
  return formats.flatMap(({ mainFiles }) => mainFiles).join(', ');
}

function preference({ path, format }: Candidate): number {
  return format.mainFiles.indexOf(baseName(path));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** What macOS adds to archives, under the names of the files it belongs to. */
function isFromFinder(path: string): boolean {
  return path.split('/').includes('__MACOSX') || baseName(path).startsWith('._');
}

/**
 * A problem with one file waits until all are known: another may be preferred to it, or there may be too many.
 * Running out of time or going over what archives may cost does not wait.
 */
async function attempt<T>(read: () => Promise<T>): Promise<T | Problem> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Problem && !error.code.startsWith('archive-') && error.code !== 'reading-timeout')
      return error;
    throw error;
  }
}

function settled<T>(outcome: T | Problem): T {
  if (outcome instanceof Problem) throw outcome;
  return outcome;
}
