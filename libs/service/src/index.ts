export * from './answers/model';
export * from './answers/page';
export * from './answers/version';
export { isNamed } from './entity-tag';
export { type Arrived, arrivalOf, Intake } from './intake/intake';
export { IntakeModule } from './intake/intake.module';
export { Repeatedly } from './intake/repeatedly';
export { sweepInterval } from './intake/sweep-interval';
export { Given, type Input, Route } from './route';
export { Metrics } from './metrics';
export { problemOf } from './problem-of';
export { positionHeader, readAsOf } from './replica-reads';
export { run, stopSignal } from './run';
export { type Runtime } from './runtime';
export { SETTINGS } from './runtime.module';
export { labelFiltersOf, modelAddressed, selectorOf, versionAddressed } from './references';
export {
  readSettings,
  type Settings,
  limitSettings as limitsReference,
  settings as settingsReference,
} from './settings';
export { startMessage } from './start-message';
export { type RunningService, startService } from './start-service';
