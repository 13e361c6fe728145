export * from './answers';
export * from './requests';
export * from './sigcat-client';
