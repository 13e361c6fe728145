import { describe, expect, it } from '@jest/globals';
import { printSignature } from '@sigcat/core';
import { defaultReadLimits, type ReadLimits } from '../../limits';
import { readArtifact } from '../../read-artifact';
import { type ReadModel } from '../../read-model';
import { BufferSource } from '../../sources/buffer-source';

function read(text: string | Uint8Array, limits: Partial<ReadLimits> = {}): Promise<ReadModel> {
  const source = new BufferSource(Buffer.from(text));
  return readArtifact({ source, name: 'saved_model.pbtxt' }, { ...defaultReadLimits, ...limits });
}

function graphOf(fields: string): string {
  return `saved_model_schema_version: 1\nmeta_graphs { meta_info_def { tags: "serve" } ${fields} }`;
}

const tensor = '{ name: "x:0" dtype: DT_FLOAT tensor_shape { dim { size: -1 } dim { size: 3 } } }';
const expected = 's(x: float32[?,3]) -> ()';

describe('the text form', () => {
  it.each([
    ['braces', `signature_def { key: "s" value { inputs { key: "x" value ${tensor} } } }`],
    ['colons', `signature_def: { key: "s" value: { inputs: { key: "x" value: ${tensor} } } }`],
    ['angle brackets', `signature_def < key: "s" value < inputs < key: "x" value ${tensor} > > >`],
    ['lists', `signature_def: [ { key: "s" value { inputs: [ { key: "x" value ${tensor} } ] } } ]`],
    ['separators', `signature_def { key: "s", value { inputs { key: "x"; value ${tensor} }; } };`],
    ['comments', `# a }\nsignature_def { # b "\n key: "s" value { inputs { key: "x" value ${tensor} } } }`],
    ['joined texts', `signature_def { key: "" 's' "" value { inputs { key: "\\170" value ${tensor} } } }`],
  ])('may have %s', async (_, fields) => {
    const { graphs } = await read(graphOf(fields));
    const [signature] = graphs[0]?.signatures ?? [];
    expect(signature && printSignature(signature.key, signature.signature)).toBe(expected);
  });

  it('is cleared of what is not ours, however it is written', async () => {
    const graph = `
      graph_def { node { name: "a }" attr { key: "v" value { tensor { tensor_content: "\\"}\\377" } } } }
        versions < producer: 1.5e-3 > [some.extension/x] { a: -inf } b: [1, -2, { c: 1 }] d: 'x' "y"
        unknown_field: 0x1F stripped: -nan }
      object_graph_def: { nodes: [ { }, < > ] }`;
    const { graphs } = await read(graphOf(`${graph} signature_def { key: "s" value { method_name: "m" } }`));
    expect(graphs[0]?.signatures).toMatchObject([{ key: 's', methodName: 'm' }]);
  });

  it('may write letters as the bytes that they have, in one text or several', async () => {
    const { graphs } = await read(graphOf('signature_def { key: "\\303" "\\xa9\\n\\u00e9é\\\\" value { } }'));
    expect(graphs[0]?.signatures).toMatchObject([{ key: 'é\néé\\' }]);
  });

  it.each([
    ['float8_val', 'dtype: DT_FLOAT8_E5M2 float8_val: "\\300"'],
    ['string_val', 'dtype: DT_STRING string_val: "\\377" "\\303"'],
    ['tensor_content', 'dtype: DT_FLOAT tensor_content: "\\377\\377\\377\\377"'],
    ['the metadata of a variant', 'dtype: DT_VARIANT variant_val { metadata: "\\377" }'],
  ])('may have any bytes in a default, as %s', async (_, value) => {
    const inputs = `inputs { key: "x" value ${tensor} }`;
    const { graphs } = await read(
      graphOf(`signature_def { key: "s" value { ${inputs} defaults { key: "x" value { ${value} } } } }`),
    );
    expect(graphs[0]?.signatures[0]?.signature.inputs[0]?.default?.digest).toMatch(/^sha-256:/);
  });

  it.each([['weights'], ['[weights/']])(
    'shows only the beginning of a name that is long: %s',
    async (beginning) => {
      const name = `${beginning}${'s'.repeat(1_000_000)}${beginning.startsWith('[') ? ']' : ''}`;
      const refused = await read(`meta_graphs { ${name} { } }`).catch((error: unknown) => error);
      expect(refused).toMatchObject({
        code: 'malformed-model',
        detail: expect.stringMatching(/^.{100,200}$/),
      });
    },
  );

  it.each([['saved_model_schema_version: 1'], ['meta_graphs: []']])(
    'may have no graphs: %s',
    async (text) => {
      expect((await read(text)).graphs).toEqual([]);
    },
  );

  it('is refused for a name of millions of escapes before they are looked into', async () => {
    const name = '\\a'.repeat(4_000_000);
    await expect(read(`meta_graphs { meta_info_def { tags: "${name}" } }`)).rejects.toMatchObject({
      code: 'model-name-too-long',
    });
    await expect(
      read(`meta_graphs { meta_info_def { tags: ${'"\\a" '.repeat(100_000)} } }`),
    ).rejects.toMatchObject({
      code: 'model-name-too-long',
    });
  });

  it('may have as long a name as others, however it is written', async () => {
    const name = (letters: number): string =>
      `meta_graphs { meta_info_def { tags: "${'\\U00000041'.repeat(letters)}" } }`;
    const { maxNameBytes } = defaultReadLimits;
    expect((await read(name(maxNameBytes))).graphs[0]?.tagSet).toEqual(['A'.repeat(maxNameBytes)]);
    await expect(read(name(maxNameBytes + 1))).rejects.toMatchObject({ code: 'model-name-too-long' });
  });

  it.each([
    ['lines', '\n'],
    ['spaces', ' '],
    ['comments', '#\n'],
  ])('may have millions of %s', async (_, space) => {
    const { graphs } = await read(`${graphOf('')}${space.repeat(3_000_000)}`);
    expect(graphs).toHaveLength(1);
  });

  it('may have lists of graphs and of tags', async () => {
    const { graphs } = await read('meta_graphs: [ { meta_info_def { tags: ["b", "a"] } }, { } ]');
    expect(graphs.map(({ tagSet }) => tagSet)).toEqual([[], ['a', 'b']]);
  });

  it.each([
    ['a message that does not end', graphOf('signature_def { key: "s"')],
    ['a text that does not end', graphOf('graph_def { node { name: "a\n" } }')],
    ['brackets that do not match', graphOf('graph_def { node < } >')],
    ['a field without a name', graphOf('{ }')],
    ['a field that signatures do not have', graphOf('signature_def { key: "s" value { inputz { } } }')],
    ['a key that is not UTF-8', graphOf('signature_def { key: "\\377" value { } }')],
    ['a key that is cut off within a letter', graphOf('signature_def { key: "\\303" value { } }')],
    ['tags that are', 'meta_graphs { meta_info_def { tags: ["a", "b\\xe2\\x82"] } }'],
    ['a field that no SavedModel has', 'meta_graphs { } weights: 1'],
    ['a field that no graph has', graphOf('weights { }')],
    ['a field that what is said of a graph has not', 'meta_graphs { meta_info_def { author: "ada" } }'],
    ['an extension', graphOf('[some.extension] { }')],
    ['a version that is a word', 'saved_model_schema_version: one meta_graphs { }'],
    ['a version that is a text', 'saved_model_schema_version: "1" meta_graphs { }'],
    ['a version beyond 64 bits', 'saved_model_schema_version: 99999999999999999999 meta_graphs { }'],
    ['bytes that are not UTF-8', Buffer.from(graphOf('#\xff'), 'latin1')],
    ['a number that is no shape', graphOf('signature_def { value { inputs { value { dtype: "x" } } } }')],
  ])('is refused with %s', async (_, text) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'malformed-model' });
  });

  it('has problems in the lines of the file', async () => {
    const text = graphOf('graph_def {\n\n\n}\n\nsignature_def { key: "s" value { inputz { } } }');
    await expect(read(text)).rejects.toMatchObject({ detail: expect.stringContaining('line 7') });
  });

  const deep = `${'a {'.repeat(30)}${'}'.repeat(30)}`;
  it.each<[keyof ReadLimits, number, string, string]>([
    ['maxTextBytes', 40, 'artifact-too-large', graphOf('')],
    ['maxNesting', 20, 'nesting-too-deep', graphOf(`graph_def { ${deep} }`)],
    [
      'maxSignatureBytes',
      100,
      'signatures-too-large',
      graphOf(`signature_def { value { method_name: "${'m'.repeat(99)}" } }`),
    ],
    ['maxSignatureItems', 9, 'signatures-too-large', graphOf('signature_def { value { } }'.repeat(9))],
  ])('%s is enforced', async (name, value, code, text) => {
    await expect(read(text, { [name]: value })).rejects.toMatchObject({
      code,
      extensions: { limit: { name } },
    });
  });
});
