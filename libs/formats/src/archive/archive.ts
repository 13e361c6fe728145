import { Problem } from '@sigcat/problems';
import { createGunzip } from 'node:zlib';
import { type ByteSource, type FileTree } from '../byte-source';
import { type ReadContext } from '../format';
import { lazy } from '../lazy';
import { ForwardSource } from '../sources/forward-source';
import { ReadAhead } from '../sources/read-ahead';
import { ExpansionBudget } from './expansion-budget';
import { expand } from './expand';
import { looksLikeTar } from './tar-look';

export type ArchiveKind = 'zip' | 'tar' | 'tar+gzip';

/** Undefined where the first bytes of a file are those of no archive. */
export function archiveKindOf(head: Uint8Array): ArchiveKind | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b && head[2] === 8) return 'tar+gzip';
  const isZip = head[0] === 0x50 && head[1] === 0x4b;
  if (isZip && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6))) return 'zip';
  return looksLikeTar(head) ? 'tar' : undefined;
}

/**
 * The files of an archive. They can be gone through once, and what is wrong with the archive comes out then.
 * The code for each kind is loaded when first needed.
 *
 * @throws Problem `not-a-model` where something else than a tar was compressed
 */
export async function openArchive(
  kind: ArchiveKind,
  source: ByteSource,
  context: ReadContext,
): Promise<FileTree> {
  switch (kind) {
    case 'zip': {
      const { zipTree } = await lazy.zip();
      return zipTree(source, context);
    }
    case 'tar': {
      const { tarTree } = await lazy.tar();
      return tarTree(source, context);
    }
    case 'tar+gzip': {
      const budget = new ExpansionBudget(context.limits);
      const unpacked = new ForwardSource(Infinity, () =>
        expand(source, createGunzip(), budget, context.deadline),
      );
      const file = ReadAhead.over(unpacked);
      if (!looksLikeTar(await file.read(0, 512))) {
        await unpacked.close();
        throw new Problem(
          'not-a-model',
          'This is compressed by gzip, but what is compressed is no tar archive.',
        );
      }
      const { tarTree } = await lazy.tar();
      return tarTree(file, context, unpacked);
    }
  }
}
