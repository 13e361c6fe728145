import { describe, expect, it } from '@jest/globals';
import { type DefaultValue, printSignature } from '@sigcat/core';
import { tensorflow } from '@sigcat/proto/saved-model';
import { Problem } from '@sigcat/problems';
import fc from 'fast-check';
import { type ByteSource } from '../byte-source';
import { defaultReadLimits, type ReadLimits } from '../limits';
import { readArtifact } from '../read-artifact';
import { type ReadModel } from '../read-model';
import { BufferSource } from '../sources/buffer-source';
import { metaGraph, predict, savedModelBytes, savedModelOf, tensor } from '../testing/saved-models';
import { CountingSource, SparseSource, treeOf } from '../testing/sources';
import { field, head, message, varint } from '../testing/wire';
import { tfServingSignatureDefs } from './tf-serving-metadata';

const { DataType } = tensorflow;

function read(source: ByteSource | Uint8Array, limits: Partial<ReadLimits> = {}): Promise<ReadModel> {
  const bytes = source instanceof Uint8Array ? new BufferSource(source) : source;
  return readArtifact({ source: bytes, name: 'saved_model.pb' }, { ...defaultReadLimits, ...limits });
}

function notations({ graphs }: ReadModel): string[] {
  return graphs.flatMap(({ signatures }) =>
    signatures.map(({ key, signature }) => printSignature(key, signature)),
  );
}

const serving = 'serving_default(x: float32[?,3]) -> (y: float32[?])';

const notUtf8 = Buffer.from('c328', 'hex');

describe('the wire form', () => {
  it('is read in whatever order', async () => {
    const fields = [
      metaGraph.tags('serve'),
      metaGraph.graph(Buffer.alloc(9)),
      metaGraph.signature('s', predict()),
    ];
    const [model, reversed] = await Promise.all([
      read(savedModelOf(...fields)),
      read(savedModelOf(...fields.reverse())),
    ]);
    expect(reversed).toEqual(model);
    expect(model.graphs[0]).toMatchObject({ tagSet: ['serve'] });
  });

  it('joins what stands apart and takes the last of what is there twice', async () => {
    const bytes = savedModelOf(
      metaGraph.tags('a'),
      metaGraph.signature('s', predict({ method_name: 'first' })),
      field(1, message(field(5, '1.0'), field(5, '2.0'))),
      metaGraph.tags('b'),
      metaGraph.signature('s', predict({ method_name: 'second' })),
    );
    const { graphs } = await read(bytes);
    expect(graphs).toMatchObject([{ tagSet: ['a', 'b'], frameworkVersion: '2.0' }]);
    expect(graphs[0]?.signatures.map(({ methodName }) => methodName)).toEqual(['second']);
  });

  it('may have texts of any length', async () => {
    const said = message(field(1, 'v1'), field(6, 'é'.repeat(100_000)), field(8, field(1, 'a')));
    const bytes = savedModelOf(field(1, said), metaGraph.signature('s', predict()));
    expect((await read(bytes)).graphs[0]?.signatures).toHaveLength(1);
  });

  it('looks into so many texts that it need not know, and not into more', async () => {
    const operation = field(1, field(1, 'Op'));
    const listed = (count: number): Buffer =>
      savedModelOf(
        field(
          1,
          field(2, Buffer.concat([...Array<Buffer>(count).fill(operation), field(1, field(1, notUtf8))])),
        ),
      );
    await expect(read(listed(10_000))).rejects.toMatchObject({ code: 'malformed-model' });
    expect((await read(listed(60_000))).graphs).toHaveLength(1);
  });

  it('passes over what it does not know, groups too', async () => {
    const group = message(
      varint(9 * 8 + 3),
      field(5, 'x'),
      varint(8 * 8 + 3),
      varint(8 * 8 + 4),
      varint(9 * 8 + 4),
    );
    const bytes = message(field(15, 120), savedModelBytes(), group, varint(7 * 8 + 5), Buffer.alloc(4));
    expect(notations(await read(bytes))).toEqual([serving]);
  });

  it.each([
    ['a field number 0', message(varint(2), varint(0))],
    ['a wire type 6', varint(3 * 8 + 6)],
    ['a wire type 7', varint(3 * 8 + 7)],
    ['a stray end of a group', varint(3 * 8 + 4)],
    ['a group that does not end', varint(3 * 8 + 3)],
    ['a group that ends as another', message(varint(3 * 8 + 3), varint(4 * 8 + 4))],
    ['a varint of 11 bytes', message(varint(3 * 8), Buffer.alloc(10, 0x80), Buffer.alloc(1))],
    ['a length beyond the parent', message(head(2, 9), Buffer.alloc(3))],
    ['a length beyond 2^31-1', head(2, 2 ** 31)],
    ['a number that is cut off', message(varint(3 * 8 + 1), Buffer.alloc(3))],
    ['a tag that is not UTF-8', field(1, field(4, Buffer.from('ff', 'hex')))],
    ['a key that is not UTF-8', field(5, field(1, notUtf8))],
    ['a version of the graph that is not UTF-8', field(1, field(1, notUtf8))],
    ['an operation whose name is not', field(1, field(2, field(1, field(1, notUtf8))))],
    ['an operation that is none', field(1, field(2, field(1, 'Const')))],
    ['a git version that is not', field(1, field(6, notUtf8))],
    ['an alias that is not', field(1, field(8, field(2, notUtf8)))],
    ['the name of a saver that is not', field(3, field(1, notUtf8))],
    ['the key of a collection that is not', field(4, field(1, notUtf8))],
    ['the name of an asset that is not', field(6, field(2, notUtf8))],
    [
      'a text of many bytes that ends within a letter',
      field(1, field(6, Buffer.concat([Buffer.from('é'.repeat(100_000)), notUtf8.subarray(0, 1)]))),
    ],
    ['a list with half a number', field(5, field(2, field(4, field(2, field(5, Buffer.alloc(3))))))],
  ])('is refused with %s, at a byte of the file', async (_, bytes) => {
    const before = metaGraph.tags('serve');
    await expect(read(savedModelOf(before, bytes))).rejects.toMatchObject({
      code: 'malformed-model',
      detail: expect.stringMatching(/ at byte \d+\.$/),
    });
  });

  it('has offsets that count from the beginning of the file', async () => {
    const bytes = savedModelBytes();
    const at = bytes.indexOf('x:0');
    bytes.writeUInt8(0xff, at);
    await expect(read(bytes)).rejects.toMatchObject({ extensions: { offset: at } });
  });

  it('never gives anything but a model or a problem when it is cut off', async () => {
    const bytes = savedModelBytes({
      s: predict({ defaults: { x: { dtype: DataType.DT_FLOAT, float_val: [1] } } }),
    });
    for (let length = 0; length < bytes.length; length++) {
      const outcome = await read(bytes.subarray(0, length)).catch((error: unknown) => error);
      expect(outcome instanceof Problem || length === 2).toBe(true);
    }
  });

  it('never gives anything but a model or a problem when bytes are changed', async () => {
    const bytes = savedModelBytes({
      s: predict({ defaults: { x: { dtype: DataType.DT_FLOAT, float_val: [1] } } }),
    });
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const changed = Buffer.from(bytes);
        for (const [at, byte] of changes) changed.writeUInt8(byte, at);
        const outcome: unknown = await read(changed).catch((error: unknown) => error);
        expect(outcome instanceof Problem || (outcome as ReadModel).format === 'saved-model').toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('never gives anything but a model or a problem for random bytes, under whatever name', async () => {
    const names = fc.constantFrom(
      undefined,
      'saved_model.pb',
      'saved_model.pbtxt',
      'model.onnx',
      'model.zip',
    );
    const magic = fc.constantFrom('', '0801', '0801120a', '504b0304', '1f8b08', '80');
    await fc.assert(
      fc.asyncProperty(names, magic, fc.uint8Array({ maxLength: 700 }), async (name, start, rest) => {
        const source = new BufferSource(Buffer.concat([Buffer.from(start, 'hex'), rest]));
        const outcome: unknown = await readArtifact({ source, name }).catch((error: unknown) => error);
        expect(outcome instanceof Problem || (outcome as ReadModel).format === 'saved-model').toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a large file', () => {
  it('costs kilobytes, wherever its signatures stand', async () => {
    const signature = metaGraph.signature('serving_default', predict());
    const before = metaGraph.tags('serve');
    const graph = 2 ** 30;
    const graphHead = head(2, graph);
    const objects = 2 ** 30 - 1000;
    const objectsHead = head(7, objects);
    const length = before.length + graphHead.length + graph + signature.length + objectsHead.length + objects;
    const start = message(field(1, 1), head(2, length), before, graphHead);
    const end = message(signature, objectsHead);
    const size = start.length + graph + end.length + objects;
    expect(size).toBeGreaterThan(2 ** 31 - 2000);
    const source = new CountingSource(
      new SparseSource(
        size,
        new Map([
          [0, start],
          [start.length + graph, end],
        ]),
      ),
    );
    const memory = process.memoryUsage().rss;
    expect(notations(await read(source))).toEqual([serving]);
    expect(source.bytesRead).toBeLessThan(2 ** 16);
    expect(process.memoryUsage().rss - memory).toBeLessThan(32 * 2 ** 20);
  });
});

it('is refused with a length beyond 2^31-1, even where there are as many bytes', async () => {
  const source = new SparseSource(2 ** 31 + 100, new Map([[0, message(field(1, 1), head(2, 2 ** 31))]]));
  await expect(read(source)).rejects.toMatchObject({ code: 'malformed-model', extensions: { offset: 3 } });
});

describe('graphs and signatures', () => {
  it('are sorted by tag set, key and name', async () => {
    const bytes = message(
      savedModelBytes({
        b: predict(),
        a: predict({ inputs: { z: tensor('z'), 10: tensor('t'), 9: tensor('n') } }),
      }),
      field(2, message(metaGraph.tags('gpu', 'eval'), metaGraph.signature('s', predict()))),
    );
    const { graphs } = await read(bytes);
    expect(graphs.map(({ tagSet }) => tagSet)).toEqual([['eval', 'gpu'], ['serve']]);
    expect(graphs[1]?.signatures.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(graphs[1]?.signatures[0]?.signature.inputs.map(({ name }) => name)).toEqual(['10', '9', 'z']);
  });

  it('may have any name', async () => {
    const names = ['', '__proto__', 'constructor', '0', 'ключ', 'a/b'];
    const bytes = savedModelOf(
      ...names.map((name) =>
        metaGraph.signature(name, predict({ inputs: Object.fromEntries([[name, tensor(name)]]) })),
      ),
    );
    const { graphs } = await read(bytes);
    expect(graphs[0]?.signatures.map(({ key }) => key)).toEqual([...names].sort());
    expect(graphs[0]?.signatures.map(({ signature }) => signature.inputs[0]?.name)).toEqual(
      [...names].sort(),
    );
    expect(Object.keys(tfServingSignatureDefs(graphs[0]?.native ?? Buffer.alloc(0))).sort()).toEqual(
      [...names].sort(),
    );
  });

  it('are listed without those of TensorFlow itself, which the native form keeps', async () => {
    const { graphs } = await read(
      savedModelBytes({ s: predict(), __saved_model_init_op: {}, __saved_model_train_op: {} }),
    );
    expect(graphs[0]?.signatures.map(({ key }) => key)).toEqual(['s']);
    expect(Object.keys(tfServingSignatureDefs(graphs[0]?.native ?? Buffer.alloc(0)))).toHaveLength(3);
  });

  it('keep every byte in the native form, unknown fields too', async () => {
    const entry = message(field(1, 's'), field(2, message(field(3, 'method'), field(99, 'future'))));
    const { graphs } = await read(savedModelOf(field(5, entry)));
    expect(Buffer.from(graphs[0]?.native ?? [])).toEqual(field(1, entry));
  });
});

describe('tensors', () => {
  async function inputOf(info: tensorflow.TensorInfo.$Properties): Promise<string> {
    const model = await read(savedModelBytes({ s: { inputs: { x: info } } }));
    return notations(model)[0]?.replace(/^s\(x: (.*)\) -> \(\)$/, '$1') ?? '';
  }

  it.each([
    ['float32[...]', 'no shape', { dtype: 1 }],
    ['float32[]', 'a shape without dims', { dtype: 1, tensor_shape: {} }],
    [
      'float32[...]',
      'unknown rank, even with dims',
      { dtype: 1, tensor_shape: { unknown_rank: true, dim: [{}] } },
    ],
    ['float32[0]', 'a dim without a size', { dtype: 1, tensor_shape: { dim: [{}] } }],
    ['float32[?,7]', 'an unknown dim', { dtype: 1, tensor_shape: { dim: [{ size: -1 }, { size: 7 }] } }],
    ['int32[]', 'a reference', { dtype: 103, tensor_shape: {} }],
    ['99[]', 'a number that is no dtype', { dtype: 99, tensor_shape: {} }],
    ['-5[]', 'a negative number', { dtype: -5, tensor_shape: {} }],
    ['unspecified[]', 'no dtype', { tensor_shape: {} }],
  ])('is %s with %s', async (notation, _, info) => {
    expect(await inputOf(info)).toBe(notation);
  });

  it.each([-2, -(2 ** 40), 2 ** 53])('is refused with a size of %d', async (size) => {
    await expect(inputOf(tensor('x', size))).rejects.toMatchObject({
      code: 'invalid-shape',
      detail: expect.stringContaining('input "x" of signature "s"'),
    });
  });

  it('keeps names of axes and of tensors beside the signature', async () => {
    const info = { ...tensor('x'), tensor_shape: { dim: [{ size: -1, name: 'batch' }, { size: 3 }] } };
    const { graphs } = await read(savedModelBytes({ s: { inputs: { x: info } } }));
    const [signature] = graphs[0]?.signatures ?? [];
    expect(signature?.bindings.inputs.get('x')).toEqual({ tensorName: 'x:0', dimNames: ['batch', ''] });
    expect(signature?.signature.inputs[0]?.shape).toMatchObject({
      dims: [{ kind: 'unknown' }, { kind: 'fixed' }],
    });
  });

  it('has the encoding that was set last', async () => {
    const last = message(field(4, field(1, 'values')), field(1, 'dense:0'));
    const bytes = savedModelOf(
      field(5, message(field(1, 's'), field(2, field(1, message(field(1, 'x'), field(2, last)))))),
    );
    expect((await read(bytes)).graphs[0]?.signatures[0]?.signature.inputs[0]?.encoding).toEqual({
      kind: 'dense',
    });
  });
});

describe('defaults', () => {
  async function defaultOf(
    tensorProto: tensorflow.TensorProto.$Properties,
  ): Promise<DefaultValue | undefined> {
    const model = await read(savedModelBytes({ s: predict({ defaults: { x: tensorProto, nobody: {} } }) }));
    const [x] = model.graphs[0]?.signatures[0]?.signature.inputs ?? [];
    expect(x?.optional).toBe(true);
    return x?.default;
  }

  function shape(...sizes: readonly number[]): tensorflow.TensorShapeProto.$Properties {
    return { dim: sizes.map((size) => ({ size })) };
  }

  const floats = (...values: readonly number[]): Buffer => Buffer.from(Float32Array.from(values).buffer);

  it.each([
    ['bytes and a list', { tensor_content: floats(1, 2, 3) }, { float_val: [1, 2, 3] }],
    ['bytes and a list that repeats its last', { tensor_content: floats(1, 5, 5) }, { float_val: [1, 5] }],
    ['a list and one that is longer than the tensor', { float_val: [1, 2, 3] }, { float_val: [1, 2, 3, 4] }],
    ['nothing and zeros', {}, { float_val: [0, 0, 0] }],
  ])('have one digest as %s', async (_, a, b) => {
    const common = { dtype: DataType.DT_FLOAT, tensor_shape: shape(3) };
    expect(await defaultOf({ ...common, ...a })).toEqual(await defaultOf({ ...common, ...b }));
  });

  it('have different digests for different elements, shapes and dtypes', async () => {
    const all = [
      { dtype: DataType.DT_FLOAT, tensor_shape: shape(2), float_val: [1, 2] },
      { dtype: DataType.DT_FLOAT, tensor_shape: shape(2), float_val: [1, 3] },
      { dtype: DataType.DT_FLOAT, tensor_shape: shape(2, 1), float_val: [1, 2] },
      { dtype: DataType.DT_DOUBLE, tensor_shape: shape(2), double_val: [1, 2] },
      { dtype: DataType.DT_INT32, tensor_shape: shape(2), int_val: [1, 2] },
      { dtype: DataType.DT_STRING, tensor_shape: shape(2), string_val: [Buffer.from('ab'), Buffer.from('')] },
      { dtype: DataType.DT_STRING, tensor_shape: shape(2), string_val: [Buffer.from('a'), Buffer.from('b')] },
    ];
    const digests = await Promise.all(all.map(async (tensorProto) => (await defaultOf(tensorProto))?.digest));
    expect(new Set(digests).size).toBe(all.length);
    for (const digest of digests) expect(digest).toMatch(/^sha-256:[0-9a-f]{64}$/);
  });

  it('are of a value, not of a place: what is of no input is left out', async () => {
    const model = await read(
      savedModelBytes({ s: predict({ defaults: { nobody: { dtype: DataType.DT_FLOAT } } }) }),
    );
    expect(notations(model)).toEqual([serving.replace('serving_default', 's')]);
  });

  it.each([
    ['float32', { dtype: DataType.DT_FLOAT, float_val: [0.1] }, 0.1],
    ['NaN', { dtype: DataType.DT_FLOAT, float_val: [NaN] }, 'NaN'],
    ['infinity', { dtype: DataType.DT_DOUBLE, double_val: [-Infinity] }, '-Infinity'],
    ['float16', { dtype: DataType.DT_HALF, half_val: [0x3e00] }, 1.5],
    ['a tiny float16', { dtype: DataType.DT_HALF, half_val: [0x8001] }, -(2 ** -24)],
    ['bfloat16', { dtype: DataType.DT_BFLOAT16, half_val: [0x3fc0] }, 1.5],
    ['int8', { dtype: DataType.DT_INT8, int_val: [-3] }, -3],
    ['uint8', { dtype: DataType.DT_UINT8, int_val: [200] }, 200],
    ['uint16', { dtype: DataType.DT_UINT16, int_val: [65_535] }, 65_535],
    ['uint32', { dtype: DataType.DT_UINT32, uint32_val: [2 ** 32 - 1] }, 2 ** 32 - 1],
    ['int64', { dtype: DataType.DT_INT64, int64_val: [-7] }, -7],
    [
      'an int64 beyond 2^53',
      { dtype: DataType.DT_INT64, tensor_content: Buffer.from('ffffffffffffff7f', 'hex') },
      '9223372036854775807',
    ],
    [
      'a uint64 beyond 2^53',
      { dtype: DataType.DT_UINT64, tensor_content: Buffer.alloc(8, 0xff) },
      '18446744073709551615',
    ],
    ['bool', { dtype: DataType.DT_BOOL, bool_val: [true] }, true],
    ['string', { dtype: DataType.DT_STRING, string_val: [Buffer.from('grüße')] }, 'grüße'],
    ['bytes', { dtype: DataType.DT_STRING, string_val: [Buffer.from('ff00', 'hex')] }, { base64: '/wA=' }],
    ['complex64', { dtype: DataType.DT_COMPLEX64, scomplex_val: [1, -2] }, { real: 1, imag: -2 }],
    [
      'a matrix',
      { dtype: DataType.DT_INT32, tensor_shape: shape(2, 2), int_val: [1, 2] },
      [
        [1, 2],
        [2, 2],
      ],
    ],
    ['no elements', { dtype: DataType.DT_INT32, tensor_shape: shape(2, 0) }, [[], []]],
    ['no strings', { dtype: DataType.DT_STRING, tensor_shape: shape(0) }, []],
    ['zeros', { dtype: DataType.DT_INT32, tensor_shape: shape(2) }, [0, 0]],
  ])('have their value: %s', async (_, tensorProto, value) => {
    expect((await defaultOf(tensorProto))?.value).toEqual(value);
  });

  it.each([
    ['large', { dtype: DataType.DT_FLOAT, tensor_shape: shape(2000), float_val: [1] }],
    ['empty but of many rows', { dtype: DataType.DT_FLOAT, tensor_shape: shape(10 ** 6, 0) }],
    ['astronomic', { dtype: DataType.DT_FLOAT, tensor_shape: shape(2 ** 50), float_val: [1] }],
    ['a float8', { dtype: DataType.DT_FLOAT8_E5M2, float8_val: Buffer.from([1]) }],
    ['a resource', { dtype: DataType.DT_RESOURCE, resource_handle_val: [{ name: 'table' }] }],
  ])('keep only their digest where they are %s', async (_, tensorProto) => {
    const value = await defaultOf(tensorProto);
    expect(value?.digest).toMatch(/^sha-256:/);
    expect(value).not.toHaveProperty('value');
  });

  it.each([
    [
      'content of another length',
      { dtype: DataType.DT_FLOAT, tensor_shape: shape(2), tensor_content: floats(1) },
      [2],
    ],
    ['an unknown dim', { dtype: DataType.DT_FLOAT, tensor_shape: shape(-1) }, null],
    ['unknown rank', { dtype: DataType.DT_FLOAT, tensor_shape: { unknown_rank: true } }, null],
    ['a size below 0', { dtype: DataType.DT_FLOAT, tensor_shape: shape(-2) }, null],
    ['too many elements', { dtype: DataType.DT_FLOAT, tensor_shape: shape(2 ** 30, 2 ** 30) }, null],
  ])('with %s are known by their bytes', async (_, tensorProto, expected) => {
    const value = await defaultOf(tensorProto);
    expect(value).toEqual({
      dtype: 'float32',
      shape: expected,
      digest: expect.stringMatching(/^sha-256:/),
    });
    expect((await defaultOf({ ...tensorProto, float_val: [1] }))?.digest).not.toBe(value?.digest);
  });
});

describe('limits', () => {
  const signatures = { a: predict(), b: predict() };
  const nested = Array.from({ length: 8 }).reduce<tensorflow.TensorInfo.$Properties>(
    (inner) => ({ composite_tensor: { components: [inner] }, encoding: 'composite_tensor' }),
    tensor('x'),
  );

  it.each<[keyof ReadLimits, number, string, Uint8Array]>([
    ['maxSignatures', 1, 'too-many-signatures', savedModelBytes(signatures)],
    ['maxTensors', 1, 'too-many-tensors', savedModelBytes()],
    ['maxTensors', 8, 'too-many-tensors', savedModelBytes({ s: { inputs: { x: nested } } })],
    ['maxDims', 1, 'too-many-dims', savedModelBytes()],
    ['maxSignatureBytes', 50, 'signatures-too-large', savedModelBytes()],
    ['maxSignatureItems', 10, 'signatures-too-large', savedModelBytes()],
    ['maxNameBytes', 8, 'model-name-too-long', savedModelBytes()],
    ['maxNesting', 10, 'nesting-too-deep', savedModelBytes({ s: { inputs: { x: nested } } })],
  ])('%s is enforced', async (name, value, code, bytes) => {
    await expect(read(bytes, { [name]: value })).rejects.toMatchObject({
      code,
      extensions: { limit: { name, value } },
    });
    await expect(read(bytes, { [name]: 1000 })).resolves.toBeDefined();
  });

  it('maxNesting counts groups', async () => {
    const bytes = savedModelOf(
      metaGraph.tags('serve'),
      Buffer.alloc(20, 3 * 8 + 3),
      Buffer.alloc(20, 3 * 8 + 4),
    );
    await expect(read(bytes, { maxNesting: 10 })).rejects.toMatchObject({ code: 'nesting-too-deep' });
    await expect(read(bytes)).resolves.toBeDefined();
  });

  it('counts only signatures that can be called', async () => {
    const bytes = savedModelBytes({ a: predict(), __saved_model_init_op: {} });
    await expect(read(bytes, { maxSignatures: 1 })).resolves.toBeDefined();
  });

  it('maxDefaultValueBytes decides which values are kept', async () => {
    const bytes = savedModelBytes({
      s: predict({ defaults: { x: { dtype: DataType.DT_FLOAT, float_val: [1] } } }),
    });
    const [kept, dropped] = await Promise.all([read(bytes), read(bytes, { maxDefaultValueBytes: 3 })]);
    expect(kept.graphs[0]?.signatures[0]?.signature.inputs[0]?.default?.value).toBe(1);
    expect(dropped.graphs[0]?.signatures[0]?.signature.inputs[0]?.default).not.toHaveProperty('value');
  });

  it('maxReadingMs bounds a source that never answers', async () => {
    const silent = { size: 9, read: () => new Promise<never>(() => undefined) };
    await expect(read(silent, { maxReadingMs: 20 })).rejects.toMatchObject({ code: 'reading-timeout' });
  });

  it('maxReadingMs bounds a file of endless small fields', async () => {
    const bytes = Buffer.alloc(40 * 2 ** 20, Buffer.from('1801', 'hex'));
    const start = performance.now();
    await expect(read(message(field(1, 1), bytes), { maxReadingMs: 20 })).rejects.toMatchObject({
      code: 'reading-timeout',
    });
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('a folder', () => {
  it('gives its model and the fingerprint beside it', async () => {
    const files = { 'fingerprint.pb': field(3, 42), 'saved_model.pb': savedModelBytes() };
    expect(await readArtifact({ tree: treeOf(files) })).toMatchObject({
      packaging: 'directory',
      mainFile: 'saved_model.pb',
      fingerprint: { signature_def_hash: '42' },
    });
  });

  it('is refused with a damaged fingerprint, by its path', async () => {
    const files = { 'm/fingerprint.pb': Buffer.from('ff'), 'm/saved_model.pb': savedModelBytes() };
    await expect(readArtifact({ tree: treeOf(files) })).rejects.toMatchObject({
      code: 'malformed-model',
      detail: expect.stringContaining('m/fingerprint.pb'),
    });
  });

  it('is refused with a chunked SavedModel, for what it is', async () => {
    const files = { 'saved_model.cpb': Buffer.from('83af70d10d884a3f0000000000000000', 'hex') };
    await expect(readArtifact({ tree: treeOf(files) })).rejects.toMatchObject({
      code: 'format-not-supported',
    });
  });
});
