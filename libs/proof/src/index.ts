export { type Counterexample, type CounterexampleJson } from './counterexample';
export * from './with-counterexamples';
