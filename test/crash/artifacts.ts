import { digestOf } from '@sigcat/core';
import { frameOf } from '../bench/models/large-model';
import { field } from '../e2e/harness/wire';
import { type Random } from './random';

const base = 'serving_default(x: float32[?,3]) -> (y: float32[?])';
const breaking = 'serving_default(x: float32[?,4]) -> (y: float32[?])';

/** Bytes to upload. */
export interface Artifact {
  readonly bytes: Buffer;
  readonly digest: string;
}

/** A model like its siblings, of some 100 bytes more than asked for, unlike any other run's and upload's. */
export function harmless(random: Random, size: number): Artifact {
  return artifact(base, random, size);
}

/** One that breaks callers of the harmless ones. */
export function breakingOne(random: Random): Artifact {
  return artifact(breaking, random, 0);
}

/** One with a signature that is new to the catalogue. */
export function unlikeAll(random: Random): Artifact {
  const name = `x${random.between(0, 2 ** 31).toString(36)}`;
  return artifact(`other(${name}: int64[?]) -> (y: float32[])`, random, 0);
}

/** The bytes that make it large and unlike others are the name of the one node of its graph. */
function artifact(notation: string, random: Random, size: number): Artifact {
  const nonce = [random, random, random].map((one) => one.next().toString(36)).join('');
  const graph = field(1, field(1, Buffer.alloc(nonce.length + size, nonce)));
  const { head, tail } = frameOf(graph.length, notation);
  const bytes = Buffer.concat([head, graph, tail]);
  return { bytes, digest: digestOf(bytes) };
}
