import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { readArtifact } from '@sigcat/formats';
import { openArtifact } from './open-artifact';
import { Folder } from './testing/folder';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => {
  folder.remove();
});

const model = `
meta_graphs {
  meta_info_def { tags: "serve" }
  signature_def { key: "serving_default" value { outputs { key: "y" value { name: "y:0" dtype: DT_FLOAT } } } }
}`;

it.each(['saved_model.pbtxt', '.'])('reads a model through %s', async (name) => {
  folder.write('saved_model.pbtxt', model);
  const { artifact, close } = await openArtifact(join(folder.path, name));
  try {
    const { format, graphs } = await readArtifact(artifact);
    expect(format).toBe('saved-model');
    expect(graphs[0]?.signatures.map(({ key }) => key)).toEqual(['serving_default']);
  } finally {
    await close();
  }
});

it('gives the name by which the owner calls it', async () => {
  const { artifact, close } = await openArtifact(folder.write('fraud.onnx', 'x'));
  await close();
  expect(artifact.name).toBe('fraud.onnx');
});

it('knows when nothing is there', async () => {
  const path = join(folder.path, 'gone');
  await expect(openArtifact(path)).rejects.toMatchObject({
    code: 'file-not-found',
    detail: `There is no ${path}.`,
  });
  const below = join(folder.write('file', 'x'), 'below');
  await expect(openArtifact(below)).rejects.toMatchObject({ code: 'file-not-found' });
});

it('refuses what cannot be read by range', async () => {
  const pipe = join(folder.path, 'pipe');
  execFileSync('mkfifo', [pipe]);
  await expect(openArtifact(pipe)).rejects.toMatchObject({
    code: 'file-unreadable',
    detail: `${pipe} is neither a file nor a folder.`,
  });
});

// Nothing is closed to root.
(process.getuid?.() === 0 ? it.skip : it)('says when a file may not be read', async () => {
  const path = folder.write('secret', 'x', { mode: 0 });
  await expect(openArtifact(path)).rejects.toMatchObject({
    code: 'file-unreadable',
    detail: `${path} may not be read by this user.`,
  });
});
