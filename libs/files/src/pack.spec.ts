import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Parser } from 'tar/parse';
import { type ReadEntry } from 'tar/read-entry';
import { digestOfArtifact, packArtifact } from './pack';
import { type PackedArtifact } from './packed-artifact';
import { Folder } from './testing/folder';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => {
  folder.remove();
});

async function bytesOf(artifact: PackedArtifact): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of artifact.chunks()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Content by path, as an independent reader finds it. */
async function unpack(archive: Buffer): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const parser = new Parser({ strict: true });
  parser.on('entry', (entry: ReadEntry) => {
    const chunks: Buffer[] = [];
    entry.on('data', (chunk: Buffer) => chunks.push(chunk));
    entry.on('end', () => {
      found[entry.path] = Buffer.concat(chunks).toString();
    });
  });
  await new Promise<void>((resolve, reject) => {
    parser.on('end', resolve).on('error', reject);
    parser.end(archive);
  });
  return found;
}

describe('a file', () => {
  it.each([
    ['saved_model.pb', 'application/octet-stream'],
    ['fraud.zip', 'application/zip'],
    ['fraud.tar', 'application/x-tar'],
    ['fraud.tar.gz', 'application/gzip'],
    ['fraud.TGZ', 'application/gzip'],
  ])('%s travels as it is, as %s', async (name, mediaType) => {
    const content = Buffer.alloc(600_000, 'model');
    const artifact = await packArtifact(folder.write(name, content));
    expect(artifact).toMatchObject({ size: content.length, mediaType });
    expect(await bytesOf(artifact)).toEqual(content);
  });

  it('is digested, which can be watched', async () => {
    const artifact = await packArtifact(folder.write('file', Buffer.alloc(600_000, 'model')));
    const steps: number[] = [];
    const digest = await digestOfArtifact(artifact, (done) => steps.push(done));
    const sha256 = createHash('sha256').update(Buffer.alloc(600_000, 'model')).digest('hex');
    expect(digest).toBe(`sha-256:${sha256}`);
    expect(steps).toEqual([262_144, 524_288, 600_000]);
  });

  it.each([
    [
      'grew',
      (path: string) => {
        appendFileSync(path, 'x');
      },
    ],
    [
      'shrank',
      (path: string) => {
        truncateSync(path, 1);
      },
    ],
  ])('that %s meanwhile is not sent as if it were whole', async (_, change) => {
    const path = folder.write('file', 'model');
    const artifact = await packArtifact(path);
    change(path);
    await expect(bytesOf(artifact)).rejects.toMatchObject({
      code: 'file-unreadable',
      detail: `${path} changed in size while it was read.`,
    });
  });

  it('may be empty', async () => {
    const artifact = await packArtifact(folder.write('file', ''));
    expect(await bytesOf(artifact)).toHaveLength(0);
  });
});

describe('a folder', () => {
  const long = `${'deep/'.repeat(30)}${'n'.repeat(120)}.txt`;

  it('travels as a tar archive of its files', async () => {
    const content = {
      'saved_model.pb': 'graph',
      'variables/variables.index': '',
      'assets/größe.txt': 'x'.repeat(512),
      [long]: 'deep',
    };
    for (const [name, text] of Object.entries(content)) folder.write(name, text);
    mkdirSync(join(folder.path, 'assets.extra'));
    const artifact = await packArtifact(folder.path);
    expect(artifact.mediaType).toBe('application/x-tar');
    const archive = await bytesOf(artifact);
    expect(archive).toHaveLength(artifact.size);
    expect(archive.length % 512).toBe(0);
    expect(await unpack(archive)).toEqual(content);
  });

  it('makes the same archive whoever made the folder and when', async () => {
    const other = new Folder();
    try {
      for (const name of ['a', 'b/c', long]) folder.write(name, name);
      for (const name of [long, 'b/c', 'a']) {
        other.write(name, name, { mode: 0o755, mtime: new Date('2001-02-03') });
      }
      const [one, two] = await Promise.all([packArtifact(folder.path), packArtifact(other.path)]);
      expect((await bytesOf(one)).equals(await bytesOf(two))).toBe(true);
      expect(await digestOfArtifact(one)).toBe(await digestOfArtifact(two));
    } finally {
      other.remove();
    }
  });

  it('has a known archive', async () => {
    folder.write('saved_model.pb', 'graph');
    const artifact = await packArtifact(folder.path);
    // Were it to change, every folder published before would count as new.
    expect(await digestOfArtifact(artifact)).toMatchInlineSnapshot(
      `"sha-256:727aab48bbc1f9c185469838f981b6840c43f51f438c1b25a69774c262945a10"`,
    );
  });
});
