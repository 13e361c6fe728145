import type { ExtraInputs, Mode, TransportSetting, UnknownShapes } from '@sigcat/compat';
import { extraInputs, type FailOn, failOns, modes, transportSettings, unknownShapes } from '../choices';
import { isAgainst, isModelReference } from '../model-reference';
import { defaultServer, isServerUrl } from '../server-url';
import { type RepositoryApproval } from './approvals';

/** What a repository says of how it wants to be checked. */
export interface RepositoryDefaults extends OptionDefaults {
  readonly approvals?: readonly RepositoryApproval[];
}

/** What the options of these names are when they are not given. */
interface OptionDefaults {
  readonly server?: string;
  readonly model?: string;
  readonly against?: string;
  readonly mode?: Mode;
  readonly transport?: TransportSetting;
  readonly unknown_shapes?: UnknownShapes;
  readonly extra_inputs?: ExtraInputs;
  readonly fail_on?: FailOn;
  readonly strict?: boolean;
}

export type DefaultKey = keyof OptionDefaults;

/** What a key takes. */
interface Requirement {
  /** The value as it is meant; undefined where it is none. */
  readonly read: (value: unknown) => string | boolean | undefined;
  readonly text: string;
}

export const requirements: Readonly<Record<DefaultKey, Requirement>> = {
  server: { read: textThat(isServerUrl), text: `a URL such as ${defaultServer}` },
  model: { read: textThat(isModelReference), text: 'fraud or payments/fraud' },
  against: {
    read: (value) => (Number.isSafeInteger(value) ? String(value) : textThat(isAgainst)(value)),
    text: '@alias, latest, a number, or all',
  },
  mode: oneOf(modes),
  transport: oneOf(transportSettings),
  unknown_shapes: oneOf(unknownShapes),
  extra_inputs: oneOf(extraInputs),
  fail_on: oneOf(failOns),
  strict: { read: (value) => (typeof value === 'boolean' ? value : undefined), text: 'true or false' },
};

function oneOf(choices: readonly string[]): Requirement {
  return { read: textThat((text) => choices.includes(text)), text: `one of ${choices.join(', ')}` };
}

function textThat(holds: (text: string) => boolean): Requirement['read'] {
  return (value) => (typeof value === 'string' && holds(value) ? value : undefined);
}
