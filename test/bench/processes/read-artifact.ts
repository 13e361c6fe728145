import { FileByteSource } from '@sigcat/files';
import { type ByteSource, readArtifact } from '@sigcat/formats';
import { type Reading } from '../cases/read-signatures';
import { answer, readInput } from '../harness/input';
import { forgetPeak, residentMemory } from '../harness/process-memory';

/** Counts what is read through it. */
class Counted implements ByteSource {
  bytesRead = 0;
  readonly size: number;

  constructor(private readonly source: ByteSource) {
    this.size = source.size;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = await this.source.read(offset, length);
    this.bytesRead += bytes.length;
    return bytes;
  }
}

/** Reads the signatures of a file once, in a process that has read nothing before. */
async function main(): Promise<void> {
  const { path } = await readInput<{ path: string }>();
  const before = residentMemory('self').now;
  forgetPeak('self');
  const begun = performance.now();
  const file = await FileByteSource.open(path);
  const source = new Counted(file);
  const { graphs } = await readArtifact({ source });
  await file.close();
  const seconds = (performance.now() - begun) / 1_000;
  if (graphs[0]?.signatures.length !== 1) throw new Error('not the signatures that were written');
  const growth = residentMemory('self').peak - before;
  answer({ seconds, bytesRead: source.bytesRead, growth } satisfies Reading);
}

void main();
