import { Problem } from '@sigcat/problems';
import { type ArchiveKind, archiveKindOf, openArchive } from './archive/archive';
import { type ByteSource, type FileTree } from './byte-source';
import { Deadline } from './deadline';
import { claimOf } from './foreign/claims';
import { type ReadContext } from './format';
import { defaultReadLimits, type ReadLimits } from './limits';
import { formatOf, headLength, readFile } from './read-file';
import { type ReadModel } from './read-model';
import { readTree } from './read-tree';
import { ReadAhead } from './sources/read-ahead';

/** One file, which may be an archive, or the files of a directory. `name` is what its owner calls it. */
export type Artifact =
  | { readonly source: ByteSource; readonly name?: string | undefined }
  | { readonly tree: FileTree; readonly name?: string | undefined };

/**
 * Reads the signatures of the one model in an artifact. What the artifact is, its content says and never its
 * name; a name that claims another format is refused. Weights are not read.
 *
 * @throws Problem with a code of the catalogue's artifact and archive sections
 */
export async function readArtifact(
  artifact: Artifact,
  limits: ReadLimits = defaultReadLimits,
): Promise<ReadModel> {
  const deadline = new Deadline(limits);
  const context = { limits, deadline };
  return deadline.bound(() =>
    'tree' in artifact
      ? readTree(artifact.tree, 'directory', context)
      : readSource(artifact.source, artifact.name, context),
  );
}

/**
 * Whether what a file is called goes with its first bytes: for those who send it to where its name is not known. What is
 * in it may be wrong all the same.
 *
 * @throws Problem `format-mismatch`, `format-not-supported`
 */
export async function checkName(source: ByteSource, name: string): Promise<void> {
  const head = await source.read(0, headLength);
  const kind = archiveKindOf(head);
  if (kind) refuseOtherClaim(kind, name);
  else formatOf(head, name);
}

async function readSource(
  source: ByteSource,
  name: string | undefined,
  context: ReadContext,
): Promise<ReadModel> {
  const file = ReadAhead.over(source);
  const kind = archiveKindOf(await file.read(0, headLength));
  if (!kind) return { packaging: 'file', mainFile: '', ...(await readFile(file, name, context)) };
  refuseOtherClaim(kind, name);
  return readTree(await openArchive(kind, file, context), kind, context);
}

function refuseOtherClaim(kind: ArchiveKind, name: string | undefined): void {
  const claim = claimOf(name);
  if (!claim) return;
  if (claim.packed === kind) throw new Problem('format-not-supported', `This is ${claim.title}.`);
  throw new Problem(
    'format-mismatch',
    `${name ?? ''} should be ${claim.title}, but it is a ${kind} archive.`,
  );
}
