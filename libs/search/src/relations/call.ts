import { isCallableOverJson, judge, type Level, type Settings } from '@sigcat/compat';
import { type Signature, type TensorSpec } from '@sigcat/core';
import { type SearchQuery, type TensorAsked } from '../query/query';
import { type Verdicts } from './bind';
import { modelOf } from './callable';
import { type Fit } from './drop-in';

/** How the caller calls, and what it makes of shapes that are not recorded. */
export type CallSettings = Pick<Settings, 'transport' | 'unknownShapes' | 'extraInputs'>;

/**
 * Who is still looking for a model writes the call for it: over JSON, whether there is one output or two matters to
 * calls that are written already. And only what is recorded is relied on.
 */
export const defaultCallSettings: CallSettings = {
  transport: 'tensor',
  unknownShapes: 'strict',
  extraInputs: 'reject',
};

/** What a query that happens to fit these APIs as well does not ask for. */
const notAsked: Readonly<Record<string, Level>> = {
  'classify-api-lost': 'hidden',
  'regress-api-lost': 'hidden',
};

/** Nor does one that does not send any number of rows count on as many in the answer. */
const noRowsAsked: Readonly<Record<string, Level>> = { ...notAsked, 'output-batch-dim-fixed': 'hidden' };

/** Pairs of tensors to remember. */
const mostVerdicts = 10_000;

/** The call of somebody who asks a query, as the checker sees it. */
export class Call {
  private readonly settings: Partial<Settings> & CallSettings;
  private readonly verdictsOnInputs: Verdicts = new Map();

  constructor({ inputs }: SearchQuery, settings: Partial<CallSettings>) {
    const severities = inputs.tensors.some(sendsRows) ? notAsked : noRowsAsked;
    this.settings = { ...defaultCallSettings, ...settings, mode: 'BACKWARD', severities };
  }

  /** How a call written for the view does with the signature; nothing when it breaks. */
  verdict(view: Signature, signature: Signature, settings = this.settings): Fit | undefined {
    const { verdict } = judge(modelOf(view), modelOf(signature), settings);
    return verdict === 'incompatible' ? undefined : verdict;
  }

  /** Where inputs by themselves are judged the same whatever signature they are of, what has been found of them; else a new one. */
  get onInputs(): Verdicts {
    if (this.settings.transport !== 'tensor') return new Map();
    if (this.verdictsOnInputs.size > mostVerdicts) this.verdictsOnInputs.clear();
    return this.verdictsOnInputs;
  }

  /** An output to go with inputs that are judged by themselves: a call over JSON has one. */
  outputWith({ outputs }: Signature): readonly TensorSpec[] {
    return this.settings.transport === 'tensor' ? [] : outputs.slice(0, 1);
  }

  /**
   * Does the call break by these tensors, whatever there is beside them? Over JSON it cannot be told: an only tensor
   * may do without the right name.
   */
  breaks(view: Signature, signature: Signature): boolean {
    const { transport, ...settings } = this.settings;
    if (transport === 'json') return false;
    return this.verdict(view, signature, { ...settings, transport: 'tensor' }) === undefined;
  }

  /** Nobody can notice a change in what cannot be called, so that the checker would not object to it. */
  isPossible(signature: Signature): boolean {
    return this.settings.transport === 'tensor' || isCallableOverJson(signature);
  }
}

/** Does it say of an input that its first axis may have any size? */
function sendsRows({ shape }: TensorAsked): boolean {
  if (shape?.rank !== 'known') return shape !== undefined;
  const [rows] = shape.dims;
  return rows?.kind === 'unknown' || rows?.kind === 'symbolic';
}
