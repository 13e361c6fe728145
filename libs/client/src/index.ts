export * from './answers';
export * from './sigcat-client';
