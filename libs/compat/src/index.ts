export { type Approval, type Approvals, asIfApproved, type JudgedFinding } from './approval';
export { catalogue, findRule, levelText } from './catalogue';
export * from './compare';
export * from './counterexample';
export * from './facts';
export * from './finding';
export * from './history';
export * from './json';
export {
  type Direction,
  directions,
  type Level,
  levels,
  type PerDirection,
  type PerTransport,
  type Transport,
  transports,
} from './level';
export * from './manual';
export { type NextVersion } from './next-version';
export * from './notation/parse-model';
export { pointer } from './pointer';
export { type LevelTable } from './policy';
export { type Rename } from './rename';
export * from './report';
export { type Example, type Rule } from './rule';
export * from './settings';
