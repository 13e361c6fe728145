import { type Catalogue, type StoredVersion } from './catalogue';
import { type Attempt, isAcknowledged, mayBeVersion } from './ledger';

/** What a look at the catalogue found. */
export interface CatalogueFindings {
  /** What must not be, each in a sentence. */
  readonly violations: readonly string[];
  /** Versions that no client was told of, each of which somebody was left waiting for: commits whose answer was lost. */
  readonly unacknowledged: number;
}

/** Holds the catalogue against what clients saw. */
export function checkCatalogue(catalogue: Catalogue, attempts: readonly Attempt[]): CatalogueFindings {
  const told = new Set(attempts.filter(isAcknowledged).map(({ model, number }) => `${model}@${number}`));
  return {
    violations: [
      ...catalogue.versions.flatMap(checkVersion),
      ...checkNumbers(catalogue),
      ...checkRest(catalogue),
      ...checkAcknowledged(catalogue, attempts),
      ...checkOrigins(catalogue, attempts),
    ],
    unacknowledged: catalogue.versions.filter((version) => !told.has(nameOf(version))).length,
  };
}

/** No version is half there. */
function checkVersion(version: StoredVersion): string[] {
  const { graphs, emptyGraphs, emptySignatures, verdict, events, size, model } = version;
  const faults: readonly (readonly [boolean, string])[] = [
    [graphs === 0, 'has no graph'],
    [emptyGraphs > 0, 'has a graph without signatures'],
    [emptySignatures > 0, 'has a signature without tensors'],
    [verdict === null, 'has no report'],
    [verdict === 'incompatible' && !model.startsWith('open'), 'should have been refused'],
    [events !== 1, `has ${events} events`],
    [!(size > 0), 'has no artifact row'],
  ];
  return faults.filter(([found]) => found).map(([, what]) => `${nameOf(version)} ${what}`);
}

/** The numbers of each model run from 1 without a gap. */
function checkNumbers({ models, versions }: Catalogue): string[] {
  return models.flatMap(({ name, last }) => {
    const numbers = versions.filter(({ model }) => model === name).map(({ number }) => number);
    const consecutive = numbers.every((number, index) => number === index + 1);
    return consecutive && numbers.length === last && last > 0
      ? []
      : [`${name} says that its last version is ${last} and has ${numbers.join(', ')}`];
  });
}

/** Nothing is there that belongs to no version. */
function checkRest({ versions, artifacts, events }: Catalogue): string[] {
  const named = new Set(versions.map(({ digest }) => digest));
  return [
    ...[...artifacts]
      .filter((digest) => !named.has(digest))
      .map((digest) => `no version has the row ${digest}`),
    ...(events === versions.length ? [] : [`${versions.length} versions have ${events} events`]),
  ];
}

/** What was acknowledged is there, with the bytes that were sent. */
function checkAcknowledged({ versions }: Catalogue, attempts: readonly Attempt[]): string[] {
  const digests = new Map(versions.map((version) => [nameOf(version), version.digest]));
  const created = new Set<string>();
  return attempts.filter(isAcknowledged).flatMap((attempt) => {
    const name = nameOf(attempt);
    const twice = attempt.kind === 'created' && created.has(name) ? [`${name} was given away twice`] : [];
    if (attempt.kind === 'created') created.add(name);
    return digests.get(name) === attempt.digest
      ? twice
      : [...twice, `${name} was acknowledged with ${attempt.digest} and is ${digests.get(name) ?? 'gone'}`];
  });
}

/** No version comes from nowhere, from what was refused or broken off, or twice from one upload. */
function checkOrigins({ versions }: Catalogue, attempts: readonly Attempt[]): string[] {
  const key = ({ model, digest }: { model: string; digest: string }): string => `${model} ${digest}`;
  const possible = tally(attempts.filter(mayBeVersion).map(key));
  return [...tally(versions.map(key))]
    .filter(([what, count]) => count > (possible.get(what) ?? 0))
    .map(([what, count]) => `${count} versions of ${what} come from ${possible.get(what) ?? 0} uploads`);
}

function tally(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function nameOf({ model, number }: { readonly model: string; readonly number: number }): string {
  return `${model}@${number}`;
}
