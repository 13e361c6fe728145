import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { defaultReadLimits, type ReadLimits } from '../limits';
import { readArtifact } from '../read-artifact';
import { type ReadModel } from '../read-model';
import { BufferSource } from '../sources/buffer-source';
import { tarOf, zipOf } from '../testing/archives';
import { metaGraph, predict, savedModelBytes, savedModelOf } from '../testing/saved-models';
import { CountingSource } from '../testing/sources';

const model = savedModelBytes();
const other = savedModelBytes({ other: predict() });

function read(bytes: Uint8Array, limits: Partial<ReadLimits> = {}): Promise<ReadModel> {
  return readArtifact({ source: new BufferSource(bytes) }, { ...defaultReadLimits, ...limits });
}

interface File {
  readonly path: string;
  readonly bytes?: Uint8Array;
}

const packings: readonly (readonly [string, string, (...files: readonly File[]) => Buffer])[] = [
  ['a stored zip', 'zip', (...files) => zipOf(...files)],
  ['a deflated zip', 'zip', (...files) => zipOf(...files.map((file) => ({ ...file, deflate: true })))],
  ['a tar', 'tar', (...files) => tarOf(...files)],
  ['a tar.gz', 'tar+gzip', (...files) => gzipSync(tarOf(...files))],
];

it.each([true, false])(
  'a zip (deflated: %s) whose model has another checksum is damaged',
  async (deflate) => {
    const entry = { path: 'saved_model.pb', bytes: model, deflate, declaredChecksum: 1 };
    await expect(read(zipOf(entry))).rejects.toMatchObject({
      code: 'archive-malformed',
      detail: expect.stringContaining('checksum'),
    });
    // Nobody reads weights.
    const weights = { path: 'variables/variables.index', bytes: model, deflate, declaredChecksum: 1 };
    expect((await read(zipOf({ path: 'saved_model.pb', bytes: model, deflate }, weights))).packaging).toBe(
      'zip',
    );
  },
);

describe.each(packings)('%s', (_, packaging, pack) => {
  it('gives the one model in it, at any depth', async () => {
    const bytes = pack(
      { path: 'export/3/variables/variables.data-00000-of-00001', bytes: randomBytes(100_000) },
      { path: 'export/3/saved_model.pb', bytes: model },
      { path: 'export/3/assets/vocabulary.txt', bytes: Buffer.from('a\nb\n') },
    );
    const { mainFile, graphs, ...rest } = await read(bytes);
    expect({ ...rest, mainFile }).toEqual({
      format: 'saved-model',
      packaging,
      mainFile: 'export/3/saved_model.pb',
    });
    expect(graphs[0]?.signatures[0]?.key).toBe('serving_default');
  });

  it('gives the model whatever stands around its signatures', async () => {
    const graph = metaGraph.graph(randomBytes(300_000));
    const bytes = savedModelOf(metaGraph.signature('s', predict()), graph, metaGraph.tags('late'));
    expect((await read(pack({ path: 'saved_model.pb', bytes }))).graphs[0]).toMatchObject({
      tagSet: ['late'],
    });
  });

  it('prefers saved_model.pb, in whatever order', async () => {
    const text = { path: 'm/saved_model.pbtxt', bytes: Buffer.from('meta_graphs { damaged') };
    const binary = { path: 'm/saved_model.pb', bytes: model };
    expect((await read(pack(text, binary))).mainFile).toBe('m/saved_model.pb');
    expect((await read(pack(binary, text))).mainFile).toBe('m/saved_model.pb');
  });

  it('does not take what macOS adds for models', async () => {
    const bytes = pack(
      { path: '__MACOSX/m/._saved_model.pb', bytes: Buffer.from('x') },
      { path: '__MACOSX/m/saved_model.pb', bytes: Buffer.from('x') },
      { path: 'm/._saved_model.pb', bytes: Buffer.from('x') },
      { path: 'm/saved_model.pb', bytes: model },
    );
    expect((await read(bytes)).mainFile).toBe('m/saved_model.pb');
  });

  it('reads the fingerprint that belongs to the model, in whatever order', async () => {
    const fingerprint = { path: 'm/fingerprint.pb', bytes: Buffer.from('0801', 'hex') };
    const elsewhere = { path: 'n/fingerprint.pb', bytes: Buffer.from('0802', 'hex') };
    const main = { path: 'm/saved_model.pb', bytes: model };
    expect((await read(pack(fingerprint, elsewhere, main))).fingerprint?.['saved_model_checksum']).toBe('1');
    expect((await read(pack(elsewhere, main, fingerprint))).fingerprint?.['saved_model_checksum']).toBe('1');
  });

  it('is refused without a model, and says what it holds instead', async () => {
    await expect(read(pack({ path: 'm/model.onnx', bytes: Buffer.from('x') }))).rejects.toMatchObject({
      code: 'archive-without-model',
      detail: expect.stringContaining('m/model.onnx'),
    });
  });

  it('is refused with models in two folders, and names them', async () => {
    const bytes = pack(
      { path: 'a/saved_model.pb', bytes: model },
      { path: 'b/saved_model.pb', bytes: other },
    );
    await expect(read(bytes)).rejects.toMatchObject({
      code: 'archive-with-several-models',
      extensions: { paths: ['a/saved_model.pb', 'b/saved_model.pb'] },
    });
  });

  it('is refused with one path twice', async () => {
    const bytes = pack({ path: 'saved_model.pb', bytes: model }, { path: './saved_model.pb', bytes: other });
    await expect(read(bytes)).rejects.toMatchObject({ code: 'archive-malformed' });
  });

  it.each([
    '../saved_model.pb',
    'a/../../saved_model.pb',
    '/saved_model.pb',
    'C:\\saved_model.pb',
    'a\\..\\b',
  ])('is refused with the path %s', async (path) => {
    await expect(read(pack({ path, bytes: model }))).rejects.toMatchObject({ code: 'archive-path-outside' });
  });

  it('is refused with too many entries', async () => {
    const files = Array.from({ length: 4 }, (__, index) => ({ path: `assets/${index}` }));
    await expect(read(pack(...files), { maxArchiveEntries: 3 })).rejects.toMatchObject({
      code: 'archive-too-many-entries',
      extensions: { limit: { name: 'maxArchiveEntries', value: 3 } },
    });
  });

  it('is never accepted when cut off, and always refused by name', async () => {
    const bytes = pack(
      { path: 'm/saved_model.pb', bytes: model },
      { path: 'm/assets/a', bytes: randomBytes(600) },
    );
    for (let length = 1; length < bytes.length - 1024; length += 7) {
      await expect(read(bytes.subarray(0, length))).rejects.toMatchObject({ name: 'Problem' });
    }
  });

  it('says of a damaged model in it what is wrong', async () => {
    const bytes = pack({ path: 'saved_model.pb', bytes: model.subarray(0, -1) });
    await expect(read(bytes)).rejects.toMatchObject({ code: 'malformed-model' });
  });
});

describe('a zip', () => {
  it.each([
    ['encrypted', { path: 'saved_model.pb', bytes: model, flags: 1 }, 'archive-encrypted'],
    ['strongly encrypted', { path: 'saved_model.pb', bytes: model, flags: 0x41 }, 'archive-encrypted'],
    ['a link', { path: 'saved_model.pb', bytes: model, mode: 0o120777 }, 'archive-link'],
    ['a device', { path: 'assets/null', mode: 0o020666 }, 'archive-link'],
    ['stored in another size', { path: 'saved_model.pb', bytes: model, declaredSize: 9 }, undefined],
    [
      'packed otherwise',
      { path: 'saved_model.pb', bytes: model, method: 93, declaredSize: 9 },
      'archive-malformed',
    ],
    [
      'longer than it says',
      { path: 'saved_model.pb', bytes: model, deflate: true, declaredSize: 9 },
      undefined,
    ],
    [
      'shorter than it says',
      { path: 'saved_model.pb', bytes: model, deflate: true, declaredSize: 999 },
      undefined,
    ],
  ])('is refused with an entry that is %s', async (_, entry, code = 'archive-malformed') => {
    await expect(read(zipOf({ path: 'a' }, entry))).rejects.toMatchObject({ code });
  });

  it('is read without touching the weights', async () => {
    const weights = { path: 'variables/variables.data-00000-of-00001', bytes: randomBytes(2 ** 22) };
    const source = new CountingSource(
      new BufferSource(zipOf(weights, { path: 'saved_model.pb', bytes: model })),
    );
    await readArtifact({ source });
    expect(source.bytesRead).toBeLessThan(2 ** 18);
  });

  it.each([
    ['maxExpandedBytes', { maxExpandedBytes: 2 ** 20 }],
    ['maxExpansionRatio', { maxExpansionRatio: 100 }],
  ])('is refused when it goes over %s', async (name, limits) => {
    const bytes = savedModelOf(metaGraph.graph(Buffer.alloc(2 ** 23)), metaGraph.signature('s', predict()));
    await expect(read(zipOf({ path: 'saved_model.pb', bytes, deflate: true }), limits)).rejects.toMatchObject(
      {
        code: 'archive-expands-too-much',
        extensions: { limit: { name } },
      },
    );
  });

  it('is refused when the end of a model is missing that nobody would read', async () => {
    const graph = metaGraph.graph(randomBytes(500_000));
    const bytes = savedModelOf(metaGraph.tags('serve'), metaGraph.signature('s', predict()), graph);
    const entry = { path: 'saved_model.pb', bytes, there: bytes.subarray(0, -1000), deflate: true };
    await expect(read(zipOf(entry))).rejects.toMatchObject({ code: 'archive-malformed' });
  });

  it('lets through what the source fails with', async () => {
    const bytes = zipOf({ path: 'saved_model.pb', bytes: model });
    const failing = {
      size: bytes.length + 2 ** 20,
      read: (offset: number) =>
        offset === 0 ? Promise.resolve(bytes) : Promise.reject(new Error('The disk is on fire.')),
    };
    await expect(readArtifact({ source: failing })).rejects.toThrow('The disk is on fire.');
  });
});

describe('a tar', () => {
  it.each(['SymbolicLink', 'Link', 'CharacterDevice', 'BlockDevice', 'FIFO'] as const)(
    'is refused with a %s',
    async (type) => {
      await expect(read(tarOf({ path: 'saved_model.pb', type }))).rejects.toMatchObject({
        code: 'archive-link',
      });
    },
  );

  it('takes paths from extended headers, and guards them too', async () => {
    const long = `${'deep/'.repeat(50)}saved_model.pb`;
    expect((await read(tarOf({ path: 'short', bytes: model, pax: { path: long } }))).mainFile).toBe(long);
    const outside = tarOf({ path: 'short', bytes: model, pax: { path: '../saved_model.pb' } });
    await expect(read(outside)).rejects.toMatchObject({ code: 'archive-path-outside' });
  });

  it('is refused with a damaged header', async () => {
    const bytes = tarOf({ path: 'a', bytes: randomBytes(10) }, { path: 'saved_model.pb', bytes: model });
    bytes.writeUInt8(0xff, 1024 + 3);
    await expect(read(bytes)).rejects.toMatchObject({ code: 'archive-malformed' });
  });

  it('is read without touching the weights', async () => {
    const weights = { path: 'variables/variables.data-00000-of-00001', bytes: randomBytes(2 ** 22) };
    const source = new CountingSource(
      new BufferSource(tarOf(weights, { path: 'saved_model.pb', bytes: model })),
    );
    await readArtifact({ source });
    expect(source.bytesRead).toBeLessThan(2 ** 18);
  });
});

describe('a tar.gz', () => {
  it('is read once from its beginning to its end', async () => {
    const graph = metaGraph.graph(randomBytes(2 ** 20));
    const bytes = savedModelOf(graph, metaGraph.signature('s', predict()), metaGraph.tags('serve'));
    const packed = gzipSync(
      tarOf({ path: 'a', bytes: randomBytes(2 ** 20) }, { path: 'saved_model.pb', bytes }),
    );
    const source = new CountingSource(new BufferSource(packed));
    await readArtifact({ source });
    // The head is read again when unpacking begins.
    expect(source.bytesRead).toBeLessThan(packed.length + 2 ** 17);
  });

  it.each([
    ['maxExpandedBytes', { maxExpandedBytes: 2 ** 20 }],
    ['maxExpansionRatio', { maxExpansionRatio: 100 }],
  ])('is refused when it goes over %s', async (name, limits) => {
    const packed = gzipSync(
      tarOf({ path: 'saved_model.pb', bytes: model }, { path: 'a', bytes: Buffer.alloc(2 ** 23) }),
    );
    await expect(read(packed, limits)).rejects.toMatchObject({
      code: 'archive-expands-too-much',
      extensions: { limit: { name } },
    });
  });

  it('is refused when its checksum does not fit', async () => {
    const padding = Buffer.alloc(2 ** 18);
    const packed = gzipSync(Buffer.concat([tarOf({ path: 'saved_model.pb', bytes: model }), padding]));
    packed.writeUInt8(packed.readUInt8(packed.length - 6) ^ 1, packed.length - 6);
    await expect(read(packed)).rejects.toMatchObject({ code: 'archive-malformed' });
  });

  it('is refused when it is something else that was compressed', async () => {
    await expect(read(gzipSync(model))).rejects.toMatchObject({ code: 'not-a-model' });
  });
});
