export * from './answer';
export { rowsSent } from './call-sizes';
export * from './caller-copes';
export { type JsonScalar } from './json-scalar';
export { jsonValue, type JsonValue } from './json-value';
export { type Body } from './render/body';
export * from './render/notation';
export * from './render/open-inference';
export * from './render/rest';
export * from './request';
export {
  type AddressObjection,
  type Complaint,
  type ComplaintReason,
  type Failure,
  type FailureReason,
  type Objection,
  type Refusal,
  type RefusalReason,
  type Ruling,
  type ValueObjection,
} from './ruling';
export * from './search/find-broken-call';
export * from './server/server-accepts';
export * from './server/server-may-answer';
export * from './settings';
export * from './tensor-value';
