import { describe, expect, it } from '@jest/globals';
import { Problem } from '@sigcat/problems';
import { type TensorSpec } from '@sigcat/core';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TreeFile } from './byte-source';
import { BufferSource } from './sources/buffer-source';
import { readArtifact } from './read-artifact';
import { type ReadGraph, type ReadModel } from './read-model';
import { tfServingSignatureDefs } from './saved-model/tf-serving-metadata';

const root = join(__dirname, '../../../../shared/fixtures');

interface ExpectedTensor {
  readonly tensor: string | null;
  readonly dtype: string;
  readonly dtype_number: number;
  readonly shape: readonly number[] | null;
  readonly shape_present: boolean;
  readonly encoding: string | null;
  readonly dim_names?: readonly string[];
  readonly composite_tensor?: {
    readonly type_spec_class: string;
    readonly components: readonly ExpectedTensor[];
  };
}

interface ExpectedSignature {
  readonly method_name: string;
  readonly inputs: Readonly<Record<string, ExpectedTensor>>;
  readonly outputs: Readonly<Record<string, ExpectedTensor>>;
  readonly defaults: readonly string[];
  readonly defaults_values?: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly value: unknown }>
  >;
}

interface Expected {
  readonly error?: string;
  readonly signature_only_reader_may_accept?: boolean;
  readonly signature_count?: number;
  readonly meta_graphs?: readonly {
    readonly tags: readonly string[];
    readonly tensorflow_version: string;
    readonly signatures: Readonly<Record<string, ExpectedSignature>>;
  }[];
  readonly fingerprint?: Readonly<Record<string, unknown>> & {
    readonly version?: Readonly<Record<string, number>>;
  };
}

interface Case {
  readonly name: string;
  readonly dir: string;
  readonly main: string;
  readonly extra?: readonly string[] | null;
}

const index = existsSync(root)
  ? (JSON.parse(readFileSync(join(root, 'INDEX.json'), 'utf8')) as readonly (Case & {
      readonly format: string;
    })[])
  : [];

function casesOf(...formats: readonly string[]): (Case & { readonly expected: Expected })[] {
  return index
    .filter(({ format }) => formats.includes(format))
    .map((row) => ({ ...row, expected: jsonOf(row, 'expected.json') as Expected }));
}

function jsonOf({ dir }: Case, file: string): unknown {
  return JSON.parse(readFileSync(join(root, dir, file), 'utf8'));
}

function read({ dir, main }: Case): Promise<ReadModel> {
  return readArtifact({ source: new BufferSource(readFileSync(join(root, dir, main))), name: main });
}

function readFolder({ dir, main, extra }: Case): Promise<ReadModel> {
  const tree = {
    *all(): Generator<TreeFile> {
      for (const path of [...(extra ?? []), main]) {
        yield { path, source: new BufferSource(readFileSync(join(root, dir, path))) };
      }
    },
    async *files(): AsyncGenerator<TreeFile> {
      await Promise.resolve();
      yield* this.all();
    },
  };
  return readArtifact({ tree });
}

/** Numpy's spelling of TensorFlow's names where they differ in more than case. */
const spellings: Readonly<Record<string, string>> = {
  INVALID: 'unspecified',
  FLOAT: 'float32',
  DOUBLE: 'float64',
  HALF: 'float16',
};

function dtypeName(name: string): string {
  const base = name.replace(/^DT_/, '').replace(/_REF$/, '');
  return spellings[base] ?? base.toLowerCase();
}

function expectedTensor(tensor: ExpectedTensor): unknown {
  return {
    dtype: dtypeName(tensor.dtype),
    shape: tensor.shape_present ? tensor.shape : null,
    encoding: { name: 'dense', coo_sparse: 'sparse', composite_tensor: 'composite' }[
      tensor.encoding ?? 'name'
    ],
    ...(tensor.composite_tensor && {
      typeSpec: tensor.composite_tensor.type_spec_class,
      components: tensor.composite_tensor.components.map(expectedTensor),
    }),
  };
}

function readTensor({ dtype, shape, encoding }: Pick<TensorSpec, 'dtype' | 'shape' | 'encoding'>): unknown {
  return {
    dtype,
    shape: shape.rank === 'known' ? shape.dims.map((dim) => (dim.kind === 'fixed' ? dim.size : -1)) : null,
    encoding: encoding.kind,
    ...(encoding.kind === 'composite' && {
      typeSpec: encoding.typeSpec,
      components: encoding.components.map(readTensor),
    }),
  };
}

function expectedSignature(key: string, signature: ExpectedSignature): unknown {
  const side = (tensors: Readonly<Record<string, ExpectedTensor>>, inputs: boolean): unknown =>
    Object.entries(tensors)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, tensor]) => ({
        name,
        type: expectedTensor(tensor),
        ...(tensor.tensor !== null && { tensorName: tensor.tensor }),
        ...(tensor.dim_names && { dimNames: tensor.dim_names }),
        optional: inputs && signature.defaults.includes(name),
        ...(inputs &&
          signature.defaults.includes(name) && { value: signature.defaults_values?.[name]?.value }),
      }));
  return {
    key,
    methodName: signature.method_name,
    inputs: side(signature.inputs, true),
    outputs: side(signature.outputs, false),
  };
}

function readSignatures(graph: ReadGraph): unknown {
  return graph.signatures.map(({ key, methodName, signature, bindings }) => {
    const side = (specs: readonly TensorSpec[], of: typeof bindings.inputs): unknown =>
      specs.map((spec) => ({
        name: spec.name,
        type: readTensor(spec),
        ...of.get(spec.name),
        optional: spec.optional,
        ...(spec.default && { value: spec.default.value }),
      }));
    return {
      key,
      methodName,
      inputs: side(signature.inputs, bindings.inputs),
      outputs: side(signature.outputs, bindings.outputs),
    };
  });
}

function expectModel(model: ReadModel, { meta_graphs, signature_count }: Expected): void {
  if (signature_count !== undefined) {
    expect(model.graphs.flatMap(({ signatures }) => signatures)).toHaveLength(signature_count);
    return;
  }
  const expected = (meta_graphs ?? []).map((graph) => ({
    tags: [...new Set(graph.tags)].sort(),
    version: graph.tensorflow_version,
    signatures: Object.entries(graph.signatures)
      .filter(([key]) => !key.startsWith('__saved_model_'))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, signature]) => expectedSignature(key, signature)),
  }));
  const found = model.graphs.map((graph) => ({
    tags: graph.tagSet,
    version: graph.frameworkVersion,
    signatures: readSignatures(graph),
  }));
  expect(found).toHaveLength(expected.length);
  for (const graph of expected) expect(found).toContainEqual(graph);
}

const given = index.length > 0 ? describe : describe.skip;
const here = index.length > 0 ? 'of the fixtures' : 'skipped: ../shared/fixtures is not there';

given(`SavedModels ${here}`, () => {
  const cases = casesOf('savedmodel', 'savedmodel_pbtxt', 'savedmodel_crafted');
  const whole = cases.filter(({ expected }) => expected.error === undefined);

  it.each(whole)('$name has the signatures that two other decoders read', async (row) => {
    expectModel(await read(row), row.expected);
  });

  it.each(cases.filter(({ expected }) => expected.error !== undefined))('$name is refused', async (row) => {
    if (row.expected.signature_only_reader_may_accept) {
      await expect(read(row)).resolves.toMatchObject({ format: 'saved-model' });
    } else {
      await expect(read(row)).rejects.toMatchObject({ code: 'malformed-model' });
    }
  });

  it.each(whole.filter(({ expected }) => expected.fingerprint))('$name has its fingerprint', async (row) => {
    const { version, uuid, ...hashes } = row.expected.fingerprint ?? {};
    expect((await readFolder(row)).fingerprint).toEqual({
      ...hashes,
      ...(uuid !== '' && { uuid }),
      ...Object.fromEntries(
        Object.entries(version ?? {}).map(([key, value]) => [`version.${key}`, String(value)]),
      ),
    });
  });

  it.each(whole.filter(({ dir }) => existsSync(join(root, dir, 'expected.tfserving.json'))))(
    '$name is printed as TensorFlow Serving prints it',
    async (row) => {
      const expected = jsonOf(row, 'expected.tfserving.json') as { tags: string[]; signature_def: unknown }[];
      const printed = (await read(row)).graphs.map(({ tagSet, native }) => ({
        tags: tagSet,
        signature_def: tfServingSignatureDefs(native),
      }));
      expect(printed).toHaveLength(expected.length);
      for (const { tags, signature_def } of expected) {
        const json: unknown = JSON.parse(JSON.stringify(printed));
        expect(json).toContainEqual({ tags: [...new Set(tags)].sort(), signature_def });
      }
    },
  );
});

given(`Files that are no SavedModel ${here}`, () => {
  const codes: Readonly<Record<string, string>> = {
    empty: 'empty-artifact',
    hdf5_header: 'format-not-supported',
    onnx_named_saved_model: 'format-mismatch',
    saved_model_named_onnx: 'format-mismatch',
    yaml_python_tag: 'format-not-supported',
    zip_renamed: 'format-mismatch',
  };

  it.each(casesOf('not_a_model'))('$name is refused for what it is', async (row) => {
    await expect(read(row)).rejects.toMatchObject({ code: codes[row.name] ?? 'not-a-model' });
  });

  it.each(index.filter(({ format }) => !format.startsWith('savedmodel') && format !== 'tfserving_metadata'))(
    '$format $name is refused',
    async (row) => {
      await expect(read(row)).rejects.toBeInstanceOf(Problem);
    },
  );
});
