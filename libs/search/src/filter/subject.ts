import { type Signature, type TagSet, type TensorSpec } from '@sigcat/core';
import { type NumberField, type TextField } from './fields';

/** What a filter is asked about: a version with a signature that it offers under a key. */
export interface FilterSubject {
  readonly namespace: string;
  readonly model: string;
  readonly version: number;
  /** All that point to the version. */
  readonly aliases: readonly string[];
  /** Id of the artifact's format. */
  readonly format: string;
  readonly frameworkVersion: string;
  /** Of the version. */
  readonly labels: Readonly<Record<string, string>>;
  readonly publishedAt: Date;
  readonly tagSet: TagSet;
  readonly key: string;
  readonly methodName: string;
  readonly signature: Signature;
}

/** All the values that a field has: none for a label that is not there, several for aliases and for tensors. */
export function textsOf(field: TextField, subject: FilterSubject): readonly string[] {
  const { inputs, outputs } = subject.signature;
  switch (field) {
    case 'namespace':
    case 'model':
    case 'format':
    case 'key':
      return [subject[field]];
    case 'framework_version':
      return [subject.frameworkVersion];
    case 'method_name':
      return [subject.methodName];
    case 'alias':
      return subject.aliases;
    case 'input.name':
      return inputs.map(({ name }) => name);
    case 'output.name':
      return outputs.map(({ name }) => name);
    case 'input.dtype':
      return inputs.map(({ dtype }) => dtype);
    case 'output.dtype':
      return outputs.map(({ dtype }) => dtype);
    default:
      return labelOf(subject, field.slice('label.'.length));
  }
}

/** A tensor of unknown rank has none. */
export function numbersOf(field: NumberField, { version, signature }: FilterSubject): readonly number[] {
  switch (field) {
    case 'version':
      return [version];
    case 'input.count':
      return [signature.inputs.length];
    case 'output.count':
      return [signature.outputs.length];
    case 'input.rank':
      return signature.inputs.flatMap(rankOf);
    case 'output.rank':
      return signature.outputs.flatMap(rankOf);
  }
}

function labelOf({ labels }: FilterSubject, name: string): readonly string[] {
  const value = Object.hasOwn(labels, name) ? labels[name] : undefined;
  return value === undefined ? [] : [value];
}

function rankOf({ shape }: TensorSpec): readonly number[] {
  return shape.rank === 'known' ? [shape.dims.length] : [];
}
