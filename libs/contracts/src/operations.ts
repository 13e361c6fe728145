import { type ProblemCode } from '@sigcat/problems';
import { z } from 'zod';
import * as approvals from './approvals';
import * as compatibility from './compatibility';
import * as configs from './config';
import * as consumers from './consumers';
import * as facades from './facades';
import * as models from './models';
import { aliasParams, modelParams, versionParams } from './names';
import * as problems from './problems';
import * as rules from './rules';
import * as saved from './saved-searches';
import * as search from './search';
import * as service from './service';
import * as signatures from './signatures';
import * as subscriptions from './subscriptions';
import * as versions from './versions';

/** What a client may ask of a service: the one description that routes, clients and openapi.json share. */
export interface Operation {
  readonly method: 'get' | 'put' | 'post' | 'patch' | 'delete';
  /** With parameters in braces. */
  readonly path: string;
  readonly summary: string;
  readonly tag:
    | 'models'
    | 'versions'
    | 'aliases'
    | 'signatures'
    | 'search'
    | 'compatibility'
    | 'approvals'
    | 'config'
    | 'consumers'
    | 'alerts'
    | 'facades'
    | 'service';
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  /** A JSON body, or the bytes of an artifact. */
  readonly body?: z.ZodType | 'artifact';
  /** Set where the body may be left out. */
  readonly bodyOptional?: true;
  /** Set where a POST changes nothing: it may be sent again when nobody knows whether it has arrived. */
  readonly repeatable?: true;
  /** Bodies of good answers by status: a JSON body, bytes, text, Server-Sent Events, or none. */
  readonly answers: Readonly<Record<number, z.ZodType | 'artifact' | 'text' | 'events' | 'none'>>;
  readonly problems: readonly ProblemCode[];
  /**
   * How long the answer to a GET holds. `lasting`: for a version by its number it never changes; `momentary`: not
   * even until it is read. Left out: a copy of it may be used once it has been held against the server's entity tag.
   */
  readonly holds?: 'lasting' | 'momentary';
}

const model = '/api/v1/models/{namespace}/{model}';
const version = `${model}/versions/{version}`;

const noVersion = ['invalid-request', 'model-not-found', 'version-not-found', 'alias-not-found'] as const;
const badSearch = [...noVersion, 'invalid-query', 'invalid-filter'] as const;
/** What can be wrong with an artifact, or with how it is sent. */
const badArtifact = [
  'unsupported-media-type',
  'digest-mismatch',
  'digest-not-supported',
  'upload-incomplete',
  'request-timeout',
  'too-many-uploads',
  'storage-full',
  'storage-unavailable',
  'empty-artifact',
  'artifact-too-large',
  'not-a-model',
  'format-not-supported',
  'malformed-model',
  'nesting-too-deep',
  'invalid-shape',
  'too-many-graphs',
  'too-many-signatures',
  'too-many-tensors',
  'too-many-dims',
  'signatures-too-large',
  'model-name-too-long',
  'model-name-not-storable',
  'reading-timeout',
  'archive-malformed',
  'archive-without-model',
  'archive-with-several-models',
  'archive-encrypted',
  'archive-path-outside',
  'archive-link',
  'archive-too-many-entries',
  'archive-expands-too-much',
] as const;

const noParams = z.object({});
const configProblems = ['invalid-request', 'config-not-found'] as const;

/** Every operation, by its id. */
export const operations = {
  listModels: {
    method: 'get',
    path: '/api/v1/models',
    summary: 'List models',
    tag: 'models',
    query: models.modelsQuery,
    answers: { 200: models.modelPage },
    problems: ['invalid-request', 'invalid-page-token'],
  },
  listModelsOfNamespace: {
    method: 'get',
    path: '/api/v1/models/{namespace}',
    summary: 'List the models of a namespace',
    tag: 'models',
    params: configs.namespaceParams,
    query: models.modelsQuery,
    answers: { 200: models.modelPage },
    problems: ['invalid-request', 'invalid-page-token'],
  },
  getModel: {
    method: 'get',
    path: model,
    summary: 'Get a model',
    tag: 'models',
    params: modelParams,
    answers: { 200: models.model },
    problems: ['invalid-request', 'model-not-found'],
  },
  putModel: {
    method: 'put',
    path: model,
    summary: 'Make a model, or replace its description and labels',
    tag: 'models',
    params: modelParams,
    body: models.modelPut,
    answers: { 200: models.model, 201: models.model },
    problems: ['invalid-request', 'invalid-json'],
  },
  patchModel: {
    method: 'patch',
    path: model,
    summary: 'Change the description or the labels of a model',
    tag: 'models',
    params: modelParams,
    body: models.modelPatch,
    answers: { 200: models.model },
    problems: ['invalid-request', 'invalid-json', 'model-not-found'],
  },
  deleteModel: {
    method: 'delete',
    path: model,
    summary: 'Delete a model that has no versions',
    tag: 'models',
    params: modelParams,
    answers: { 204: 'none' },
    problems: ['invalid-request', 'model-not-found', 'model-not-empty'],
  },
  publishVersion: {
    method: 'post',
    path: `${model}/versions`,
    summary: 'Publish a version: send the bytes of a model file or of an archive of its folder',
    tag: 'versions',
    params: modelParams,
    query: versions.publishQuery,
    headers: service.artifactHeaders,
    body: 'artifact',
    answers: { 200: versions.published.or(versions.version).or(versions.rehearsal), 201: versions.published },
    problems: ['invalid-request', ...badArtifact, 'signature-incompatible', 'version-exists'],
  },
  listVersions: {
    method: 'get',
    path: `${model}/versions`,
    summary: 'List the versions of a model, newest first',
    tag: 'versions',
    params: modelParams,
    query: versions.versionsQuery,
    answers: { 200: versions.versionPage },
    problems: ['invalid-request', 'invalid-page-token', 'model-not-found'],
  },
  listAllVersions: {
    method: 'get',
    path: '/api/v1/versions',
    summary: 'List the versions of all models, newest first',
    tag: 'versions',
    query: versions.allVersionsQuery,
    answers: { 200: versions.versionPage },
    problems: ['invalid-request', 'invalid-page-token'],
  },
  batchGetVersions: {
    method: 'post',
    path: '/api/v1/versions/batch',
    summary: 'Get many versions with their signatures at once; what is missing is told one by one',
    tag: 'versions',
    body: versions.batchPost,
    repeatable: true,
    answers: { 200: versions.batch },
    problems: ['invalid-request', 'invalid-json', 'batch-too-large'],
  },
  getVersion: {
    method: 'get',
    path: version,
    summary: 'Get a version with its signatures',
    tag: 'versions',
    params: versionParams,
    answers: { 200: versions.version },
    problems: noVersion,
  },
  patchVersion: {
    method: 'patch',
    path: version,
    summary: 'Change the labels of a version, or deprecate it',
    tag: 'versions',
    params: versionParams,
    body: versions.versionPatch,
    answers: { 200: versions.version },
    problems: [...noVersion, 'invalid-json'],
  },
  deleteVersion: {
    method: 'delete',
    path: version,
    summary: 'Delete a version; its number stays taken',
    tag: 'versions',
    params: versionParams,
    query: versions.versionDeleteQuery,
    answers: { 204: 'none' },
    problems: [...noVersion, 'version-in-use', 'version-not-deleted'],
  },
  getArtifact: {
    method: 'get',
    path: `${version}/artifact`,
    summary: 'Download the bytes of a version, or a range of them',
    tag: 'versions',
    params: versionParams,
    headers: service.rangeHeaders,
    answers: { 200: 'artifact', 206: 'artifact' },
    problems: [...noVersion, 'range-not-satisfiable', 'artifact-missing', 'storage-unavailable'],
    holds: 'lasting',
  },
  listAliases: {
    method: 'get',
    path: `${model}/aliases`,
    summary: 'List the aliases of a model',
    tag: 'aliases',
    params: modelParams,
    answers: { 200: models.aliasList },
    problems: ['invalid-request', 'model-not-found'],
  },
  putAlias: {
    method: 'put',
    path: `${model}/aliases/{alias}`,
    summary: 'Point an alias to a version',
    tag: 'aliases',
    params: aliasParams,
    body: models.aliasPut,
    answers: { 200: models.aliasMoved },
    problems: [
      'invalid-request',
      'invalid-json',
      'model-not-found',
      'version-not-found',
      'edit-conflict',
      'signature-incompatible',
    ],
  },
  deleteAlias: {
    method: 'delete',
    path: `${model}/aliases/{alias}`,
    summary: 'Delete an alias',
    tag: 'aliases',
    params: aliasParams,
    answers: { 204: 'none' },
    problems: ['invalid-request', 'alias-not-found', 'alias-gated'],
  },
  listSignatures: {
    method: 'get',
    path: `${version}/signatures`,
    summary: 'Get the signatures of a version',
    tag: 'signatures',
    params: versionParams,
    query: service.signaturesQuery,
    answers: { 200: signatures.modelSignatures },
    problems: noVersion,
    holds: 'lasting',
  },
  getSignature: {
    method: 'get',
    path: `${version}/signatures/{key}`,
    summary: 'Get one signature of a version',
    tag: 'signatures',
    params: service.signatureParams,
    query: service.signatureQuery,
    answers: { 200: signatures.graphSignature },
    problems: [...noVersion, 'signature-not-found'],
    holds: 'lasting',
  },
  searchSignatures: {
    method: 'get',
    path: '/api/v1/search',
    summary:
      'Find signatures, and the versions that have them, by what they take and give; the closest first',
    tag: 'search',
    query: search.searchQuery,
    answers: { 200: search.searchPage },
    problems: [...badSearch, 'invalid-page-token', 'search-not-found'],
  },
  searchFacets: {
    method: 'get',
    path: '/api/v1/search/facets',
    summary: 'Count dtypes, ranks, formats and namespaces among what a search finds',
    tag: 'search',
    query: search.facetsQuery,
    answers: { 200: search.facets },
    problems: [...badSearch, 'search-not-found'],
  },
  findNames: {
    method: 'get',
    path: '/api/v1/names',
    summary: 'Find names of models, signatures and tensors that are like a text; the most alike first',
    tag: 'search',
    query: search.namesQuery,
    answers: { 200: search.names },
    problems: ['invalid-request'],
  },
  listSearches: {
    method: 'get',
    path: '/api/v1/searches',
    summary: 'List the searches that are saved, by name',
    tag: 'search',
    query: saved.searchesQuery,
    answers: { 200: saved.savedSearchPage },
    problems: ['invalid-request', 'invalid-page-token'],
  },
  getSearch: {
    method: 'get',
    path: '/api/v1/searches/{name}',
    summary: 'Get a search that is saved; `/api/v1/search?saved=` runs it',
    tag: 'search',
    params: saved.searchParams,
    answers: { 200: saved.savedSearch },
    problems: ['invalid-request', 'search-not-found'],
  },
  putSearch: {
    method: 'put',
    path: '/api/v1/searches/{name}',
    summary: 'Save a search under a name, or put it in the place of the one that has it',
    tag: 'search',
    params: saved.searchParams,
    body: saved.searchPut,
    answers: { 200: saved.savedSearch, 201: saved.savedSearch },
    problems: [...badSearch, 'invalid-json'],
  },
  deleteSearch: {
    method: 'delete',
    path: '/api/v1/searches/{name}',
    summary: 'Delete a search that is saved',
    tag: 'search',
    params: saved.searchParams,
    answers: { 204: 'none' },
    problems: ['invalid-request', 'search-not-found'],
  },
  getReport: {
    method: 'get',
    path: `${version}/compatibility`,
    summary: 'Get the report of a version, as it was when it was published',
    tag: 'compatibility',
    params: versionParams,
    answers: { 200: compatibility.report },
    problems: [...noVersion, 'report-not-found'],
    holds: 'lasting',
  },
  diffVersions: {
    method: 'get',
    path: `${model}/diff`,
    summary: 'Compare any two versions of a model',
    tag: 'compatibility',
    params: modelParams,
    query: compatibility.diffQuery,
    answers: { 200: compatibility.report },
    problems: noVersion,
  },
  checkCompatibility: {
    method: 'post',
    path: `${model}/compatibility`,
    summary: 'Judge bytes, or a version that is there, without writing anything',
    tag: 'compatibility',
    params: modelParams,
    query: compatibility.checkQuery,
    headers: service.artifactHeaders,
    body: 'artifact',
    bodyOptional: true,
    repeatable: true,
    answers: { 200: compatibility.check },
    problems: [...noVersion, ...badArtifact],
  },
  putConsumer: {
    method: 'put',
    path: '/api/v1/consumers/{consumer}',
    summary: 'Declare what a consumer uses in an environment, in place of what it said before',
    tag: 'consumers',
    params: consumers.consumerParams,
    body: consumers.declarationPut,
    answers: { 200: consumers.declaration },
    problems: [...noVersion, 'invalid-json', 'requirement-not-met'],
  },
  listConsumers: {
    method: 'get',
    path: '/api/v1/consumers',
    summary: 'List what consumers declare, newest first',
    tag: 'consumers',
    query: consumers.declarationsQuery,
    answers: { 200: consumers.declarationPage },
    problems: ['invalid-request', 'invalid-page-token'],
  },
  getConsumer: {
    method: 'get',
    path: '/api/v1/consumers/{consumer}',
    summary: 'Get what a consumer declares, by environment',
    tag: 'consumers',
    params: consumers.consumerParams,
    answers: { 200: consumers.declarations },
    problems: ['invalid-request', 'consumer-not-found'],
  },
  listDeclarations: {
    method: 'get',
    path: '/api/v1/consumers/{consumer}/declarations',
    summary: 'List all that a consumer ever declared, newest first',
    tag: 'consumers',
    params: consumers.consumerParams,
    query: consumers.historyQuery,
    answers: { 200: consumers.declarationPage },
    problems: ['invalid-request', 'invalid-page-token', 'consumer-not-found'],
  },
  deleteConsumer: {
    method: 'delete',
    path: '/api/v1/consumers/{consumer}',
    summary: 'Withdraw what a consumer declares for an environment',
    tag: 'consumers',
    params: consumers.consumerParams,
    query: consumers.withdrawQuery,
    answers: { 204: 'none' },
    problems: ['invalid-request', 'consumer-not-found'],
  },
  recordDeployment: {
    method: 'post',
    path: '/api/v1/environments/{environment}/deployments',
    summary: 'Record that a version was put into an environment',
    tag: 'consumers',
    params: consumers.environmentParams,
    body: consumers.deploymentPost,
    answers: { 201: consumers.deployment },
    problems: [...noVersion, 'invalid-json'],
  },
  listDeployments: {
    method: 'get',
    path: '/api/v1/environments/{environment}/deployments',
    summary: 'List what was recorded for an environment, newest first',
    tag: 'consumers',
    params: consumers.environmentParams,
    query: consumers.historyQuery,
    answers: { 200: consumers.deploymentPage },
    problems: ['invalid-request', 'invalid-page-token'],
  },
  canIDeploy: {
    method: 'get',
    path: '/api/v1/can-i-deploy',
    summary: 'Ask whether a version, or a consumer, can come into an environment',
    tag: 'consumers',
    query: consumers.canIDeployQuery,
    answers: { 200: consumers.canIDeploy },
    problems: [...noVersion, 'consumer-not-found'],
  },
  createSubscription: {
    method: 'post',
    path: '/api/v1/subscriptions',
    summary: 'Subscribe to what happens to a model, a namespace, a label, an alias, a consumer or a search',
    tag: 'alerts',
    body: subscriptions.subscriptionPost,
    answers: { 201: subscriptions.newSubscription },
    problems: [
      'invalid-request',
      'invalid-json',
      'endpoint-not-allowed',
      'email-not-set-up',
      'search-not-found',
    ],
  },
  listSubscriptions: {
    method: 'get',
    path: '/api/v1/subscriptions',
    summary: 'List subscriptions, newest first',
    tag: 'alerts',
    query: subscriptions.subscriptionsQuery,
    answers: { 200: subscriptions.subscriptionPage },
    problems: ['invalid-request', 'invalid-page-token'],
  },
  getSubscription: {
    method: 'get',
    path: '/api/v1/subscriptions/{id}',
    summary: 'Get a subscription, and how it fares',
    tag: 'alerts',
    params: subscriptions.subscriptionParams,
    answers: { 200: subscriptions.subscription },
    problems: ['invalid-request', 'subscription-not-found'],
  },
  deleteSubscription: {
    method: 'delete',
    path: '/api/v1/subscriptions/{id}',
    summary: 'Delete a subscription, and all that was or is to be sent to it',
    tag: 'alerts',
    params: subscriptions.subscriptionParams,
    answers: { 204: 'none' },
    problems: ['invalid-request', 'subscription-not-found'],
  },
  enableSubscription: {
    method: 'post',
    path: '/api/v1/subscriptions/{id}/enable',
    summary: 'Enable a subscription that was disabled, and send what waits',
    tag: 'alerts',
    params: subscriptions.subscriptionParams,
    answers: { 200: subscriptions.subscription },
    problems: ['invalid-request', 'subscription-not-found'],
  },
  testSubscription: {
    method: 'post',
    path: '/api/v1/subscriptions/{id}/test',
    summary: 'Send a test to the endpoint, at once, and tell what it answers',
    tag: 'alerts',
    params: subscriptions.subscriptionParams,
    answers: { 200: subscriptions.attempt },
    problems: ['invalid-request', 'subscription-not-found', 'subscription-is-a-stream'],
  },
  replaceSecret: {
    method: 'post',
    path: '/api/v1/subscriptions/{id}/secret',
    summary: 'Sign with a new secret; for a while with the former one as well',
    tag: 'alerts',
    params: subscriptions.subscriptionParams,
    answers: { 200: subscriptions.newSecret },
    problems: ['invalid-request', 'subscription-not-found', 'subscription-without-secret'],
  },
  streamAlerts: {
    method: 'get',
    path: '/api/v1/subscriptions/{id}/stream',
    summary: 'Read what a subscription is told, as it is raised: Server-Sent Events, each a CloudEvent',
    tag: 'alerts',
    params: subscriptions.subscriptionParams,
    query: subscriptions.streamQuery,
    headers: subscriptions.streamHeaders,
    answers: { 200: 'events' },
    problems: ['invalid-request', 'subscription-not-found', 'too-many-streams'],
    holds: 'momentary',
  },
  listAlerts: {
    method: 'get',
    path: '/api/v1/alerts',
    summary: 'List what subscribers were told, newest first',
    tag: 'alerts',
    query: subscriptions.alertsQuery,
    answers: { 200: subscriptions.alertPage },
    problems: ['invalid-request', 'invalid-page-token'],
  },
  listDeliveries: {
    method: 'get',
    path: '/api/v1/deliveries',
    summary: 'List what was or is to be sent to whom, with every attempt; newest first',
    tag: 'alerts',
    query: subscriptions.deliveriesQuery,
    answers: { 200: subscriptions.deliveryPage },
    problems: ['invalid-request', 'invalid-page-token'],
  },
  getDelivery: {
    method: 'get',
    path: '/api/v1/deliveries/{id}',
    summary: 'Get a delivery with every attempt',
    tag: 'alerts',
    params: subscriptions.deliveryParams,
    answers: { 200: subscriptions.delivery },
    problems: ['invalid-request', 'delivery-not-found'],
  },
  redeliver: {
    method: 'post',
    path: '/api/v1/deliveries/{id}/redeliver',
    summary: 'Send an alert again, whatever came of it before',
    tag: 'alerts',
    params: subscriptions.deliveryParams,
    answers: { 202: subscriptions.delivery },
    problems: ['invalid-request', 'delivery-not-found', 'subscription-disabled', 'subscription-is-a-stream'],
  },
  createApproval: {
    method: 'post',
    path: `${model}/approvals`,
    summary: 'Approve a finding: it is reported as before, and does not count any more',
    tag: 'approvals',
    params: modelParams,
    body: approvals.approvalPost,
    answers: { 201: approvals.approval },
    problems: ['invalid-request', 'invalid-json', 'model-not-found'],
  },
  listApprovals: {
    method: 'get',
    path: `${model}/approvals`,
    summary: 'List the approvals of a model, newest first, those that hold no more included',
    tag: 'approvals',
    params: modelParams,
    query: approvals.approvalsQuery,
    answers: { 200: approvals.approvalPage },
    problems: ['invalid-request', 'invalid-page-token', 'model-not-found'],
  },
  deleteApproval: {
    method: 'delete',
    path: `${model}/approvals/{id}`,
    summary: 'Take an approval back',
    tag: 'approvals',
    params: approvals.approvalParams,
    answers: { 204: 'none' },
    problems: ['invalid-request', 'approval-not-found'],
  },
  getConfig: readConfig('', noParams, 'for everything'),
  putConfig: writeConfig('', noParams, 'for everything'),
  deleteConfig: removeConfig('', noParams, 'for everything'),
  getNamespaceConfig: readConfig('/{namespace}', configs.namespaceParams, 'of a namespace'),
  putNamespaceConfig: writeConfig('/{namespace}', configs.namespaceParams, 'of a namespace'),
  deleteNamespaceConfig: removeConfig('/{namespace}', configs.namespaceParams, 'of a namespace'),
  getModelConfig: readConfig('/{namespace}/{model}', modelParams, 'of a model'),
  putModelConfig: writeConfig('/{namespace}/{model}', modelParams, 'of a model'),
  deleteModelConfig: removeConfig('/{namespace}/{model}', modelParams, 'of a model'),
  listRules: {
    method: 'get',
    path: '/api/v1/rules',
    summary: 'List the compatibility rules',
    tag: 'compatibility',
    answers: { 200: rules.ruleList },
    problems: [],
  },
  getRule: {
    method: 'get',
    path: '/api/v1/rules/{id}',
    summary: 'Get a compatibility rule',
    tag: 'compatibility',
    params: rules.ruleParams,
    answers: { 200: rules.rule },
    problems: ['rule-not-found'],
  },
  getTfServingMetadata: {
    method: 'get',
    path: '/v1/models/{model}/metadata',
    summary: "The latest version's signatures as TensorFlow Serving answers them",
    tag: 'facades',
    params: facades.modelParams,
    answers: { 200: facades.tfServingMetadata },
    problems: [],
  },
  getTfServingVersionMetadata: {
    method: 'get',
    path: '/v1/models/{model}/versions/{version}/metadata',
    summary: "A version's signatures as TensorFlow Serving answers them",
    tag: 'facades',
    params: facades.versionParams,
    answers: { 200: facades.tfServingMetadata },
    problems: [],
    holds: 'lasting',
  },
  getTfServingLabelMetadata: {
    method: 'get',
    path: '/v1/models/{model}/labels/{label}/metadata',
    summary: "An alias's signatures as TensorFlow Serving answers them",
    tag: 'facades',
    params: facades.labelParams,
    answers: { 200: facades.tfServingMetadata },
    problems: [],
  },
  getOpenInferenceModel: {
    method: 'get',
    path: '/v2/models/{model}',
    summary: "The latest version's inputs and outputs in the Open Inference Protocol",
    tag: 'facades',
    params: facades.modelParams,
    query: facades.openInferenceQuery,
    answers: { 200: facades.openInferenceModel },
    problems: [],
  },
  getOpenInferenceVersion: {
    method: 'get',
    path: '/v2/models/{model}/versions/{version}',
    summary: "A version's inputs and outputs in the Open Inference Protocol",
    tag: 'facades',
    params: facades.versionParams,
    query: facades.openInferenceQuery,
    answers: { 200: facades.openInferenceModel },
    problems: [],
    holds: 'lasting',
  },
  listProblems: serviceOperation('/problems', 'List the problem codes', service.problemList),
  getProblem: {
    ...serviceOperation('/problems/{code}', 'What a problem code means', problems.problemKind),
    params: service.problemParams,
    problems: ['problem-not-found'],
  },
  getOpenApi: serviceOperation('/openapi.json', 'This description', service.openApi),
  getMetrics: {
    method: 'get',
    path: '/metrics',
    summary: 'What the service counts, for Prometheus',
    tag: 'service',
    answers: { 200: 'text' },
    problems: [],
    holds: 'momentary',
  },
  getHealth: {
    ...serviceOperation('/healthz', 'Is the process alive', service.health),
    holds: 'momentary',
  },
  getReadiness: {
    ...serviceOperation('/readyz', 'Can requests be served', service.health),
    problems: ['database-unavailable', 'storage-unavailable'],
    holds: 'momentary',
  },
} as const satisfies Record<string, Operation>;

export type OperationId = keyof typeof operations;

function readConfig<Level extends string, Params extends z.ZodObject>(
  level: Level,
  params: Params,
  of: string,
) {
  return {
    method: 'get',
    path: `/api/v1/config${level}`,
    summary: `Get the settings ${of}`,
    tag: 'config',
    params,
    query: configs.configQuery,
    answers: { 200: configs.config.or(configs.effectiveConfig) },
    problems: configProblems,
  } as const;
}

function writeConfig<Level extends string, Params extends z.ZodObject>(
  level: Level,
  params: Params,
  of: string,
) {
  return {
    method: 'put',
    path: `/api/v1/config${level}`,
    summary: `Replace the settings ${of}`,
    tag: 'config',
    params,
    body: configs.config,
    answers: { 200: configs.config },
    problems: ['invalid-request', 'invalid-json'],
  } as const;
}

function removeConfig<Level extends string, Params extends z.ZodObject>(
  level: Level,
  params: Params,
  of: string,
) {
  return {
    method: 'delete',
    path: `/api/v1/config${level}`,
    summary: `Remove the settings ${of}`,
    tag: 'config',
    params,
    answers: { 204: 'none' },
    problems: configProblems,
  } as const;
}

function serviceOperation(path: string, summary: string, answer: z.ZodType): Operation {
  return { method: 'get', path, summary, tag: 'service', answers: { 200: answer }, problems: [] };
}
