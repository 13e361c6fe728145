import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compare } from '@sigcat/compat';
import { BufferSource, readArtifact, type ReadModel } from '@sigcat/formats';

/** One export of the model `half_plus_two`, as it lies in a public repository. */
export interface Export {
  /** What it is called here. */
  readonly name: string;
  readonly tensorflow: string;
  /** The address of the very file. */
  readonly url: string;
  readonly model: ReadModel;
}

/** Exports between which there is nothing to find; the first stands for all of them. */
export type Alike = readonly [Export, ...Export[]];

/** By the names of their fixtures, the oldest TensorFlow first. */
const names: Readonly<Record<string, string>> = {
  'tensorflow--testdata_half_plus_two_main_op_00000123': 'main_op',
  'tensorflow--half_plus_two_pbtxt_00000123': 'pbtxt',
  'serving--testdata_saved_model_half_plus_two_gpu_00000123': 'gpu',
  'sagemaker-tensorflow-serving-container--mme_half_plus_two_00000123': 'sagemaker',
  'serving--testdata_saved_model_half_plus_two_mkl_00000123': 'mkl',
  'azureml-examples--custom-container_half_plus_two_00000123': 'azureml',
  'serving--testdata_saved_model_half_plus_two_gpu_trt_00000123': 'gpu_trt',
  'serving--testdata_saved_model_half_plus_two_cpu_with_empty_saved_model_config_00000123': 'cpu',
  'serving--testdata_saved_model_half_plus_two_tf2_cpu_00000123': 'tf2_cpu',
};

/** Called alike and something else: it multiplies matrices. */
export const otherModels: readonly string[] = ['serving--testdata_matrix_half_plus_two_1'];

interface Fixture {
  readonly name: string;
  readonly format: string;
  readonly dir: string;
  readonly main: string;
  readonly source_repo: string;
  readonly source_path: string;
  readonly source_commit: string;
}

/** Fixtures that are SavedModels and called half_plus_two; none where the folder is not there. */
export function fixturesCalledSo(folder: string): readonly Fixture[] {
  const index = join(folder, 'INDEX.json');
  if (!existsSync(index)) return [];
  const rows = JSON.parse(readFileSync(index, 'utf8')) as readonly Fixture[];
  return rows.filter(({ name, format }) => format.startsWith('savedmodel') && name.includes('half_plus_two'));
}

/** @throws Error when a fixture is missing. */
export async function readExports(folder: string): Promise<readonly Export[]> {
  const rows = new Map(fixturesCalledSo(folder).map((row) => [row.name, row]));
  const exports: Export[] = [];
  for (const [fixture, name] of Object.entries(names)) {
    const row = rows.get(fixture);
    if (row === undefined) throw new Error(`there is no ${fixture} in ${folder}`);
    exports.push(await readExport(name, row, folder));
  }
  return exports;
}

async function readExport(name: string, row: Fixture, folder: string): Promise<Export> {
  const { main, source_repo, source_path, source_commit } = row;
  const bytes = readFileSync(join(folder, row.dir, main));
  const model = await readArtifact({ source: new BufferSource(bytes), name: main });
  return {
    name,
    tensorflow: model.graphs[0]?.frameworkVersion ?? '',
    url: `https://github.com/${source_repo}/blob/${source_commit}/${source_path}`,
    model,
  };
}

/** In the order of the first of each. */
export function putAlikeTogether(exports: readonly Export[]): readonly Alike[] {
  const groups: [Export, ...Export[]][] = [];
  for (const one of exports) {
    const group = groups.find(([first]) => compare(first.model, one.model).length === 0);
    if (group === undefined) groups.push([one]);
    else group.push(one);
  }
  return groups;
}
