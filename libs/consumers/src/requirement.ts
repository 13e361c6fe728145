import { type TransportSetting } from '@sigcat/compat';
import { type TagSet, type TensorType } from '@sigcat/core';

/** A tensor that a consumer sends or reads. */
export interface UsedTensor {
  readonly name: string;
  /** What it sends, or what it can take; left out where it takes the tensor as the model has it. */
  readonly type?: TensorType;
}

/** The part of one signature that a consumer says it uses. */
export interface Requirement {
  readonly tagSet: TagSet;
  readonly signatureKey: string;
  readonly transport: TransportSetting;
  /** Those it sends, always. */
  readonly inputs: readonly UsedTensor[];
  /** Those it reads; others may do as they like. */
  readonly outputs: readonly UsedTensor[];
}
