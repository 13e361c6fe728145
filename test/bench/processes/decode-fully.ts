import { readFile } from 'node:fs/promises';
import { parse } from 'protobufjs';
import { type Reading } from '../cases/read-signatures';
import { answer, readInput } from '../harness/input';
import { forgetPeak, residentMemory } from '../harness/process-memory';

/** SavedModel with its graphs, as far as the generated models go, with TensorFlow's names and numbers. */
const proto = `
  syntax = "proto3";
  message SavedModel { int64 saved_model_schema_version = 1; repeated MetaGraphDef meta_graphs = 2; }
  message MetaGraphDef {
    MetaInfoDef meta_info_def = 1; GraphDef graph_def = 2; map<string, SignatureDef> signature_def = 5;
  }
  message MetaInfoDef { repeated string tags = 4; string tensorflow_version = 5; }
  message GraphDef { repeated NodeDef node = 1; }
  message NodeDef {
    string name = 1; string op = 2; repeated string input = 3; string device = 4; map<string, AttrValue> attr = 5;
  }
  message AttrValue {
    oneof value { bytes s = 2; int64 i = 3; float f = 4; bool b = 5; int32 type = 6; Shape shape = 7; Tensor tensor = 8; }
  }
  message Shape { repeated Dim dim = 2; bool unknown_rank = 3; }
  message Dim { int64 size = 1; string name = 2; }
  message Tensor { int32 dtype = 1; Shape tensor_shape = 2; bytes tensor_content = 4; }
  message SignatureDef { map<string, TensorInfo> inputs = 1; map<string, TensorInfo> outputs = 2; string method_name = 3; }
  message TensorInfo { string name = 1; int32 dtype = 2; Shape tensor_shape = 3; }
`;

interface Decoded {
  readonly meta_graphs: readonly { readonly graph_def: { readonly node: readonly unknown[] } }[];
}

/** Reads a file whole and decodes all of it, as a reader does that knows no other way to the signatures. */
async function main(): Promise<void> {
  const { path } = await readInput<{ path: string }>();
  const savedModel = parse(proto, { keepCase: true }).root.lookupType('SavedModel');
  const before = residentMemory('self').now;
  forgetPeak('self');
  const begun = performance.now();
  const bytes = await readFile(path);
  const { meta_graphs } = savedModel.decode(bytes) as unknown as Decoded;
  const seconds = (performance.now() - begun) / 1_000;
  if (!meta_graphs[0]?.graph_def.node.length) throw new Error('no nodes were decoded');
  const growth = residentMemory('self').peak - before;
  answer({ seconds, bytesRead: bytes.length, growth } satisfies Reading);
}

void main();
