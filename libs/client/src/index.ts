export * from './answers';
export { ServerProblem } from './server-problem';
export * from './sigcat-client';
