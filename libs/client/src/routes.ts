import type { operations } from '@sigcat/contracts';
import { Problem } from '@sigcat/problems';

type Operations = typeof operations;

/** The operations of our own API; the others are other protocols', or the service's. */
export type OperationId = {
  [Id in keyof Operations]: Operations[Id]['path'] extends `/api/v1/${string}` ? Id : never;
}[keyof Operations];

/** Method and path of an operation, as the contracts have them, and whether it may be repeated though it is a POST. */
type RouteOf<Operation extends Operations[OperationId]> = readonly [
  Uppercase<Operation['method']>,
  Operation['path'],
  ...(Operation extends { readonly repeatable: true } ? ['repeatable'] : []),
];

const model = '/api/v1/models/{namespace}/{model}';
const version = `${model}/versions/{version}` as const;
const config = '/api/v1/config';

/**
 * Where the operations are found. Taking them from the contracts at run time would load the schemas of the whole
 * API; this way the compiler sees to it that they agree.
 */
export const routes = {
  listModels: ['GET', '/api/v1/models'],
  listModelsOfNamespace: ['GET', '/api/v1/models/{namespace}'],
  getModel: ['GET', model],
  putModel: ['PUT', model],
  patchModel: ['PATCH', model],
  deleteModel: ['DELETE', model],
  publishVersion: ['POST', `${model}/versions`],
  listVersions: ['GET', `${model}/versions`],
  listAllVersions: ['GET', '/api/v1/versions'],
  batchGetVersions: ['POST', '/api/v1/versions/batch', 'repeatable'],
  getVersion: ['GET', version],
  patchVersion: ['PATCH', version],
  deleteVersion: ['DELETE', version],
  getArtifact: ['GET', `${version}/artifact`],
  listAliases: ['GET', `${model}/aliases`],
  putAlias: ['PUT', `${model}/aliases/{alias}`],
  deleteAlias: ['DELETE', `${model}/aliases/{alias}`],
  listSignatures: ['GET', `${version}/signatures`],
  getSignature: ['GET', `${version}/signatures/{key}`],
  searchSignatures: ['GET', '/api/v1/search'],
  searchFacets: ['GET', '/api/v1/search/facets'],
  findNames: ['GET', '/api/v1/names'],
  listSearches: ['GET', '/api/v1/searches'],
  getSearch: ['GET', '/api/v1/searches/{name}'],
  putSearch: ['PUT', '/api/v1/searches/{name}'],
  deleteSearch: ['DELETE', '/api/v1/searches/{name}'],
  getReport: ['GET', `${version}/compatibility`],
  diffVersions: ['GET', `${model}/diff`],
  checkCompatibility: ['POST', `${model}/compatibility`, 'repeatable'],
  createApproval: ['POST', `${model}/approvals`],
  listApprovals: ['GET', `${model}/approvals`],
  deleteApproval: ['DELETE', `${model}/approvals/{id}`],
  getConfig: ['GET', config],
  putConfig: ['PUT', config],
  deleteConfig: ['DELETE', config],
  getNamespaceConfig: ['GET', `${config}/{namespace}`],
  putNamespaceConfig: ['PUT', `${config}/{namespace}`],
  deleteNamespaceConfig: ['DELETE', `${config}/{namespace}`],
  getModelConfig: ['GET', `${config}/{namespace}/{model}`],
  putModelConfig: ['PUT', `${config}/{namespace}/{model}`],
  deleteModelConfig: ['DELETE', `${config}/{namespace}/{model}`],
  listRules: ['GET', '/api/v1/rules'],
  getRule: ['GET', '/api/v1/rules/{id}'],
  putConsumer: ['PUT', '/api/v1/consumers/{consumer}'],
  listConsumers: ['GET', '/api/v1/consumers'],
  getConsumer: ['GET', '/api/v1/consumers/{consumer}'],
  listDeclarations: ['GET', '/api/v1/consumers/{consumer}/declarations'],
  deleteConsumer: ['DELETE', '/api/v1/consumers/{consumer}'],
  recordDeployment: ['POST', '/api/v1/environments/{environment}/deployments'],
  listDeployments: ['GET', '/api/v1/environments/{environment}/deployments'],
  canIDeploy: ['GET', '/api/v1/can-i-deploy'],
  createSubscription: ['POST', '/api/v1/subscriptions'],
  listSubscriptions: ['GET', '/api/v1/subscriptions'],
  getSubscription: ['GET', '/api/v1/subscriptions/{id}'],
  deleteSubscription: ['DELETE', '/api/v1/subscriptions/{id}'],
  enableSubscription: ['POST', '/api/v1/subscriptions/{id}/enable'],
  testSubscription: ['POST', '/api/v1/subscriptions/{id}/test'],
  replaceSecret: ['POST', '/api/v1/subscriptions/{id}/secret'],
  streamAlerts: ['GET', '/api/v1/subscriptions/{id}/stream'],
  listAlerts: ['GET', '/api/v1/alerts'],
  listDeliveries: ['GET', '/api/v1/deliveries'],
  getDelivery: ['GET', '/api/v1/deliveries/{id}'],
  redeliver: ['POST', '/api/v1/deliveries/{id}/redeliver'],
} as const satisfies { readonly [Id in OperationId]: RouteOf<Operations[Id]> };

/**
 * The path of an operation with its parameters filled in.
 * @throws Problem `invalid-request` where one is empty, `.` or `..`: that would be the address of something else.
 */
export function pathOf(id: OperationId, params: Readonly<Record<string, string>>): string {
  return routes[id][1].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? '';
    if (/^\.{0,2}$/.test(value)) {
      const mistake = { at: `params/${name}`, message: `no path can hold ${JSON.stringify(value)}` };
      throw new Problem('invalid-request', `${mistake.at}: ${mistake.message}.`, { errors: [mistake] });
    }
    return encodeURIComponent(value);
  });
}

/** Whether the operation changes nothing, so that it may be tried again when nobody knows whether it was done. */
export function isRepeatable(id: OperationId): boolean {
  const [method, , repeatable] = routes[id];
  return method === 'GET' || repeatable === 'repeatable';
}
