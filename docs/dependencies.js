import { readFileSync } from 'node:fs';
import { directDependencies } from './lock.js';

/** What docs/dependencies.md lacks, or names in vain, and what is asked for in two versions; one line each. */
export function dependencyMistakes() {
  const direct = directDependencies();
  const page = readFileSync(new URL('dependencies.md', import.meta.url), 'utf8');
  const named = [...page.matchAll(/^- `([^`]+)`/gm)].map(([, name]) => name);
  return [
    ...[...direct.keys()].filter((name) => !named.includes(name)).map((name) => `${name} has no line`),
    ...named.filter((name) => !direct.has(name)).map((name) => `${name} is no direct dependency`),
    ...named.filter((name, index) => named.indexOf(name) < index).map((name) => `${name} has two lines`),
    ...[...direct]
      .filter(([, versions]) => versions.size > 1)
      .map(([name, versions]) => `${name} is asked for in several versions: ${[...versions].join(', ')}`),
  ].map((mistake) => `docs/dependencies.md: ${mistake}`);
}
