export { judgeRequirement, type RequirementReport, type RequirementSettings } from './judge-requirement';
export { type Mistake, mistakesIn } from './mistakes';
export { type Requirement, type UsedTensor } from './requirement';
export { parseUse, parseUsedTensor } from './requirement-text';
