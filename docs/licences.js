import { productionPackages } from './lock.js';

/** Licences that ask for no more than to be passed on. A package under another one is a decision to take first. */
const allowed = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  // Of argparse, which graphile-worker has for a program of its own that nobody starts here.
  'Python-2.0',
];

/** What runs with Sigcat and under which licence. @throws Error where a licence is not among those allowed. */
export function licencesPage(generated) {
  const packages = productionPackages();
  const unknown = packages.filter(({ license }) => !allowed.includes(license));
  if (unknown.length > 0) {
    const list = unknown.map(({ name, version, license = 'no licence' }) => `${name}@${version}: ${license}`);
    throw new Error(`Licences that docs/licences.js does not allow:\n${list.join('\n')}`);
  }
  const counts = allowed
    .map((licence) => [licence, packages.filter(({ license }) => license === licence).length])
    .filter(([, count]) => count > 0);
  return `# Licences

${generated}

Sigcat is under the [Apache License 2.0](../../LICENSE). These ${packages.length} packages are what its services and its
command line need to run, those for other platforms too, as package-lock.json has them:
${counts.map(([licence, count]) => `${count} ${licence}`).join(', ')}.

| package | version | licence |
| --- | --- | --- |
${packages.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`).join('\n')}
`;
}
