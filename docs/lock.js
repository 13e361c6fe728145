/**
 * What package-lock.json says, which is the same on every machine whatever is installed there: the workspace's
 * direct dependencies, and all that its programs need to run.
 */
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
const installed = 'node_modules/';

/** Names of direct dependencies, each with the versions that the package.json files ask for. */
export function directDependencies() {
  const found = new Map();
  for (const [place, { dependencies, devDependencies }] of Object.entries(packages)) {
    if (place.includes(installed)) continue;
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      if (packages[installed + name]?.link) continue;
      found.set(name, (found.get(name) ?? new Set()).add(version));
    }
  }
  return found;
}

/** Packages that apps/ need to run, those for other platforms too: `{ name, version, license }`, by name. */
export function productionPackages() {
  const todo = Object.keys(packages).filter((place) => /^apps\/[^/]+$/.test(place));
  const seen = new Set(todo);
  for (const place of todo) {
    const {
      dependencies,
      optionalDependencies,
      peerDependencies,
      peerDependenciesMeta = {},
    } = packages[place];
    const peers = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta[name]?.optional);
    for (const name of [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers]) {
      const next = resolve(name, place);
      if (next === undefined || seen.has(next)) continue;
      seen.add(next);
      todo.push(next);
    }
  }
  const found = todo
    .filter((place) => place.includes(installed))
    .map((place) => ({ name: nameOf(place), ...packages[place] }));
  // The same version can lie in two places.
  return [...new Map(found.map((one) => [`${one.name}@${one.version}`, one])).values()].sort(
    (a, b) => compare(a.name, b.name) || compare(a.version, b.version),
  );
}

/** Where Node would find a package from a place: the nearest node_modules that has it. */
function resolve(name, place) {
  for (let from = place; ; from = from.slice(0, Math.max(0, from.lastIndexOf('/')))) {
    const found = `${from}${from && '/'}${installed}${name}`;
    if (packages[found]) return packages[found].link ? packages[found].resolved : found;
    if (from === '') return undefined;
  }
}

const nameOf = (place) => place.slice(place.lastIndexOf(installed) + installed.length);
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
