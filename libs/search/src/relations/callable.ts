import { type ModelSignatures, type Signature } from '@sigcat/core';

/** A model that is nothing but this callable, so that the checker compares what callers of it can tell apart. */
export function modelOf(signature: Signature): ModelSignatures {
  const bindings = { inputs: new Map<string, never>(), outputs: new Map<string, never>() };
  return {
    format: '',
    graphs: [{ tagSet: [], signatures: [{ key: '', methodName: '', signature, bindings }] }],
  };
}
