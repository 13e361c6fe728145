import { expect, it } from '@jest/globals';
import { allowedMethods } from './allowed-methods';

it.each([
  ['/api/v1/models/default/fraud', ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']],
  ['/api/v1/models/default/fraud/versions', ['POST', 'GET', 'HEAD', 'OPTIONS']],
  ['/api/v1/models/default/fraud/aliases/production', ['PUT', 'DELETE', 'OPTIONS']],
  ['/v1/models/payments%2Ffraud/metadata', ['GET', 'HEAD', 'OPTIONS']],
  ['/openapi.json', ['GET', 'HEAD', 'OPTIONS']],
  ['*', ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'POST', 'OPTIONS']],
])('%s takes %j', (path, methods) => {
  expect(allowedMethods(path)).toEqual(methods);
});

it.each([
  '/',
  '',
  '/api/v1/models/',
  '/api/v1/models/a/b/versions/1/signatures/',
  '/openapiXjson',
  '/x/healthz',
])('%s takes none', (path) => {
  expect(allowedMethods(path)).toEqual([]);
});
