import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '@sigcat/core';
import { type Catalogue } from './catalogue';
import { filesBelow } from './folders';
import { type Ledger } from './ledger';

/** What a look into the artifact store found. */
export interface StoreFindings {
  readonly violations: readonly string[];
  /** Digests of bytes that no artifact row names. */
  readonly orphans: readonly string[];
  /** Copies that are not whole. */
  readonly unfinished: readonly string[];
}

/** Where a whole artifact lies; the store may have notes of its own beside them. */
const artifactPlace = /^[0-9a-f]{2}\/[0-9a-f]{62}$/;

/**
 * Every artifact row has its bytes, or the store has them. Bytes without a row can be explained by an upload that did not end well, and
 * are whole: the next upload of the same bytes takes them for its own.
 */
export function checkStore(folder: string, { artifacts, inline }: Catalogue, ledger: Ledger): StoreFindings {
  const files = filesBelow(folder);
  const unfinished = files.filter((file) => file.endsWith('.part'));
  const stored = new Set(
    files.filter((file) => artifactPlace.test(file)).map((file) => `sha-256:${file.replace('/', '')}`),
  );
  const orphans = [...stored].filter((digest) => !artifacts.has(digest));
  return {
    violations: [
      ...[...artifacts]
        .filter((digest) => !stored.has(digest) && !inline.has(digest))
        .map((digest) => `the bytes of ${digest} are gone`),
      ...orphans
        .filter((digest) => !ledger.isUndecided(digest))
        .map((digest) => `nobody was left waiting for ${digest}, which is in the store for no version`),
      ...orphans
        .filter((digest) => !isWhole(folder, digest))
        .map((digest) => `what is in the store as ${digest} are other bytes`),
    ],
    orphans,
    unfinished,
  };
}

function isWhole(folder: string, digest: string): boolean {
  const hex = digest.slice('sha-256:'.length);
  try {
    return digestOf(readFileSync(join(folder, hex.slice(0, 2), hex.slice(2)))) === digest;
  } catch {
    return true; // Swept meanwhile.
  }
}
