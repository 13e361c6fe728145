import { digestOf, parseSignature } from '@sigcat/core';
import { type VersionDraft } from '../catalog/version-draft';

/** A draft of these bytes with one signature, in the default namespace. */
export function draftOf(model: string, content: string, notation = 'f(x: int64[?]) -> ()'): VersionDraft {
  const bytes = Buffer.from(content);
  const { key, signature } = parseSignature(notation);
  const bindings = { inputs: new Map(), outputs: new Map() };
  const signatures = [{ key, methodName: 'predict', signature, bindings }];
  return {
    namespace: 'default',
    model,
    artifact: { digest: digestOf(bytes), size: bytes.length, bytes },
    content: {
      format: 'saved-model',
      packaging: 'file',
      mainFile: 'saved_model.pb',
      graphs: [{ tagSet: ['serve'], frameworkVersion: '', native: Buffer.alloc(0), signatures }],
    },
    labels: {},
  };
}
