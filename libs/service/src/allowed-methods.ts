import { type Operation, operations } from '@sigcat/contracts';

const places = Object.values<Operation>(operations).map(({ method, path }) => ({
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
  methods: method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()],
}));

/**
 * The methods that a path takes in the whole interface, whichever service serves them; none where there is no
 * such path. `*` is all paths.
 */
export function allowedMethods(path: string): string[] {
  const methods = places
    .filter(({ pattern }) => path === '*' || pattern.test(path))
    .flatMap((place) => place.methods);
  return methods.length === 0 ? [] : [...new Set([...methods, 'OPTIONS'])];
}
