import { type Finding } from '@sigcat/compat';
import { type ModelSignatures } from '@sigcat/core';
import { type BrokenCall, callerCopes, serverAccepts, type ServingSettings } from '@sigcat/serving-model';
import { type TensorPlace } from './place';
import { replaced, type Scope, signatureIn } from './scope';
import { transplanted } from './transplant';

/** From the model that callers are written for to the one that is to serve them. */
export interface Move {
  readonly from: ModelSignatures;
  readonly to: ModelSignatures;
}

/** Does this call break by what was found, whatever else breaks it? */
export type Blames = (call: BrokenCall) => boolean;

/** Of a finding about something larger than a tensor. */
export function wholeBlame({ rule, path }: Finding): Blames {
  if (path.endsWith('/dim_equalities')) return ({ objection }) => objection.reason === 'unequal-sizes';
  const [, api] = /^(classify|regress)-api-/.exec(rule) ?? [];
  if (api !== undefined) return ({ request }) => request.api === api;
  return ({ objection: { reason } }) => reason === 'no-such-signature' || reason === 'no-such-graph';
}

/**
 * A call that several changes break says of the first only. So each change is looked at by itself: it breaks a
 * request if it is refused where this alone is new, and an answer if it cannot be read where this alone is old.
 */
export function tensorBlame(place: TensorPlace, scope: Scope, move: Move, settings: ServingSettings): Blames {
  const after = signatureIn(move.to, scope);
  if (after === undefined) return () => false;
  const allBut = replaced(move.from, scope, (old) => ({
    ...old,
    outputs: transplanted(after.outputs, old.outputs, place),
  }));
  const alone = changedAlone(place, scope, move);
  return (call) =>
    call.kind === 'request'
      ? !serverAccepts(alone, call.request, settings).ok
      : place.role === 'outputs' && !callerCopes(allBut, call.answer, call.request).ok;
}

/** The model that callers are written for with this one change. */
export function changedAlone(place: TensorPlace, scope: Scope, { from, to }: Move): ModelSignatures {
  const after = signatureIn(to, scope);
  if (after === undefined) return from;
  const { role } = place;
  return replaced(from, scope, (old) => ({ ...old, [role]: transplanted(old[role], after[role], place) }));
}
