export * from './counterexamples';
export * from './limits';
