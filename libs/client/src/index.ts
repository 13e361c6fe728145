export * from './answers';
export type { Body } from './exchange';
export type * from './operation-types';
export type { RetryPolicy } from './repeatedly';
export * from './requests';
export * from './sigcat-client';
