export * from './batch';
export * from './between-models';
export * from './dtype-order';
export * from './fact';
