import type { operations } from '@sigcat/contracts';

type Operations = typeof operations;

/** Method and path of an operation, as the contracts have them. */
type RouteOf<Id extends keyof Operations> = readonly [
  Uppercase<Operations[Id]['method']>,
  Operations[Id]['path'],
];

/**
 * The operations that the client calls. Taking them from the contracts at run time would load the schemas of the
 * whole API; this way the compiler sees to it that they agree.
 */
export const routes = {
  publishVersion: ['POST', '/api/v1/models/{namespace}/{model}/versions'],
  getVersion: ['GET', '/api/v1/models/{namespace}/{model}/versions/{version}'],
  listSignatures: ['GET', '/api/v1/models/{namespace}/{model}/versions/{version}/signatures'],
  searchSignatures: ['GET', '/api/v1/search'],
  listSearches: ['GET', '/api/v1/searches'],
  putSearch: ['PUT', '/api/v1/searches/{name}'],
  deleteSearch: ['DELETE', '/api/v1/searches/{name}'],
  diffVersions: ['GET', '/api/v1/models/{namespace}/{model}/diff'],
  checkCompatibility: ['POST', '/api/v1/models/{namespace}/{model}/compatibility'],
  createApproval: ['POST', '/api/v1/models/{namespace}/{model}/approvals'],
  listApprovals: ['GET', '/api/v1/models/{namespace}/{model}/approvals'],
  deleteApproval: ['DELETE', '/api/v1/models/{namespace}/{model}/approvals/{id}'],
  putConsumer: ['PUT', '/api/v1/consumers/{consumer}'],
  getConsumer: ['GET', '/api/v1/consumers/{consumer}'],
  recordDeployment: ['POST', '/api/v1/environments/{environment}/deployments'],
  canIDeploy: ['GET', '/api/v1/can-i-deploy'],
} as const satisfies { readonly [Id in keyof Operations]?: RouteOf<Id> };

export type RouteId = keyof typeof routes;

/** The path of an operation with its parameters filled in. */
export function pathOf(id: RouteId, params: Readonly<Record<string, string>>): string {
  return routes[id][1].replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}
