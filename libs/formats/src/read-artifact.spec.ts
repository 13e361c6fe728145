import { describe, expect, it } from '@jest/globals';
import { readArtifact } from './read-artifact';
import { type ReadModel } from './read-model';
import { BufferSource } from './sources/buffer-source';
import { tarOf, zipOf } from './testing/archives';
import { savedModelBytes } from './testing/saved-models';
import { treeOf } from './testing/sources';
import { field, message } from './testing/wire';

const model = savedModelBytes();
const text = Buffer.from('meta_graphs { meta_info_def { tags: "serve" } }');
const onnx = message(field(1, 8), field(2, 'pytorch'), field(7, field(2, 'graph')), field(8, field(2, 17)));
const feature = message(field(1, 'image'), field(3, field(5, field(1, 3))));
const coreMl = message(field(1, 4), field(2, field(1, feature)), field(500, field(1, 'x')));

function read(bytes: Uint8Array, name?: string): Promise<ReadModel> {
  return readArtifact({ source: new BufferSource(bytes), name });
}

describe('a single file', () => {
  it.each([
    ['a SavedModel', model],
    ['a SavedModel in text', text],
  ])('%s is known without a name, under its own, and under one that says nothing', async (_, bytes) => {
    for (const name of [undefined, 'saved_model.pb', 'model.bin', 'fraud']) {
      const read_ = await read(bytes, name);
      expect(read_).toMatchObject({ format: 'saved-model', packaging: 'file', mainFile: '' });
    }
  });

  it.each([
    ['model.onnx', model, 'a TensorFlow SavedModel'],
    ['model.tflite', text, 'a TensorFlow SavedModel'],
    ['export/saved_model.pb', onnx, 'an ONNX model'],
    ['saved_model.pbtxt', coreMl, 'a CoreML model'],
    ['model.h5', zipOf({ path: 'saved_model.pb', bytes: model }), 'a zip archive'],
    ['saved_model.pb', tarOf({ path: 'saved_model.pb', bytes: model }), 'a tar archive'],
  ])('is refused under the name %s when it is something else', async (name, bytes, is) => {
    await expect(read(bytes, name)).rejects.toMatchObject({
      code: 'format-mismatch',
      detail: expect.stringMatching(new RegExp(`^${name} should be .*, but it is ${is}\\.$`)),
    });
  });

  it.each([
    ['an ONNX model', onnx],
    ['a CoreML model', coreMl],
    [
      'a CoreML model',
      message(field(1, 9), field(2, field(20, field(1, 'embed'))), field(502, field(1, 'x'))),
    ],
    ['a TensorFlow Lite model', Buffer.from('\x1c\0\0\0TFL3\0\0\0\0', 'latin1')],
    ['an HDF5 file', Buffer.from('\x89HDF\r\n\x1a\n\0\0', 'latin1')],
    ['a Python pickle', Buffer.from('80049500', 'hex')],
    [
      'a PMML model',
      Buffer.from('<?xml version="1.0"?>\n<!-- x -->\n<PMML xmlns="http://www.dmg.org/PMML-4_4">'),
    ],
    ['an OpenVINO model', Buffer.from('<?xml version="1.0"?><net name="m" version="11">')],
    ['an MLflow MLmodel', Buffer.from('artifact_path: model\nflavors:\n  sklearn: {}\n')],
    ['a TensorFlow.js model', Buffer.from('{"format": "graph-model", "modelTopology": {}}')],
    ['a chunked SavedModel', Buffer.from('83af70d10d884a3f0000000000000000', 'hex')],
  ])('is refused as %s, which is not read yet', async (title, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({
      code: 'format-not-supported',
      detail: expect.stringContaining(`This is ${title}`),
    });
  });

  it.each([
    ['a git-LFS pointer', Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n')],
    ['an XML document', Buffer.from('<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaa">]><l>&a;</l>')],
    ['a JSON document', Buffer.from('{"a": 1}')],
    ['a text, such as YAML', Buffer.from('learning_rate: 0.1\n')],
  ])('is refused as %s, which is no model', async (title, bytes) => {
    for (const name of [undefined, 'saved_model.pb', 'model.onnx']) {
      await expect(read(bytes, name)).rejects.toMatchObject({
        code: 'not-a-model',
        detail: expect.stringContaining(`This is ${title}`),
      });
    }
  });

  it('is refused when it is empty', async () => {
    await expect(read(Buffer.alloc(0))).rejects.toMatchObject({ code: 'empty-artifact' });
    await expect(readArtifact({ tree: treeOf({ 'saved_model.pb': Buffer.alloc(0) }) })).rejects.toMatchObject(
      {
        code: 'empty-artifact',
      },
    );
  });

  it('is no SavedModel for its name alone', async () => {
    await expect(read(message(field(20, 'x'), field(21, 'y\0')), 'saved_model.pb')).rejects.toMatchObject({
      code: 'not-a-model',
    });
  });

  it.each([
    ['a version', field(1, 1)],
    ['two', message(field(1, 1), field(1, 1))],
    ['what is no graph in its place', message(field(1, 1), field(2, 1))],
  ])('may be a SavedModel without graphs, of %s', async (_, bytes) => {
    for (const name of [undefined, 'saved_model.pb'])
      expect(await read(bytes, name)).toMatchObject({ graphs: [] });
  });

  it('may be named as a SavedModel and have nothing but what nobody knows beside its version', async () => {
    const bytes = message(field(1, 1), field(9, 'x'));
    expect(await read(bytes, 'saved_model.pb')).toMatchObject({ graphs: [] });
    await expect(read(bytes)).rejects.toMatchObject({ code: 'not-a-model' });
  });

  it.each([10, 200, 300, 403, 500, 1500])(
    'may be a SavedModel with a field %d that nobody knows',
    async (number) => {
      const graph = message(field(number, 'x'), field(1, field(4, 'serve')));
      for (const bytes of [
        message(field(1, 1), field(number, feature), field(2, graph)),
        message(model, field(number, 'x')),
        message(field(1, 1), field(2, graph)),
      ]) {
        for (const name of [undefined, 'saved_model.pb'])
          expect(await read(bytes, name)).toMatchObject({
            format: 'saved-model',
            graphs: [{ tagSet: ['serve'] }],
          });
      }
    },
  );

  it('is damaged, and not unknown, where it begins as all SavedModels do', async () => {
    for (const name of [undefined, 'saved_model.pb']) {
      await expect(read(message(field(1, 1), field(2, 'no graph')), name)).rejects.toMatchObject({
        code: 'malformed-model',
      });
    }
  });

  it.each([
    ['comments that end and begin', '<!---->'.repeat(2_000)],
    ['comments that do not end', '<!--'.repeat(4_000)],
    ['comments that have not begun', '<!-->'.repeat(3_001)],
    ['instructions', '<?x?>'.repeat(3_000)],
    ['spaces', ' '.repeat(16_000)],
  ])('is looked at in no time when it has many %s', async (_, beginning) => {
    await expect(read(Buffer.from(`${beginning}x`))).rejects.toMatchObject({ code: 'not-a-model' });
    const pmml = Buffer.from(`${beginning}<PMML version="4.4">`);
    const isCutOff = /^<!--[<>]/.test(beginning);
    await expect(read(pmml)).rejects.toMatchObject({
      code: isCutOff ? 'not-a-model' : 'format-not-supported',
    });
  });
});

it('says of archives that other formats are made of what they are', async () => {
  const bytes = zipOf({ path: 'config.json' }, { path: 'model.weights.h5' });
  await expect(read(bytes, 'model.keras')).rejects.toMatchObject({ code: 'format-not-supported' });
  await expect(read(bytes)).rejects.toMatchObject({ code: 'archive-without-model' });
});
