import type { ExtraInputs, Mode, TransportSetting, UnknownShapes } from '@sigcat/compat';

/** Under which settings to judge, where they are not those of the server or the usual ones. */
export interface JudgingOptions {
  readonly mode?: Mode;
  readonly transport?: TransportSetting;
  readonly unknownShapes?: UnknownShapes;
  readonly extraInputs?: ExtraInputs;
}
