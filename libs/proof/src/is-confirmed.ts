import {
  callerCopes,
  serverAccepts,
  serverMayAnswer,
  type BrokenCall,
  type ServingSettings,
} from '@sigcat/serving-model';
import { type Move } from './blame';

/** Did the call work before, and does it not now? Asked of caller and server once more, whoever found the call. */
export function isConfirmed(call: BrokenCall, { from, to }: Move, settings: ServingSettings): boolean {
  const { request } = call;
  if (!serverAccepts(from, request, settings).ok) return false;
  const taken = serverAccepts(to, request, settings).ok;
  if (call.kind === 'request') return !taken;
  return taken && serverMayAnswer(to, request, call.answer) && !callerCopes(from, call.answer, request).ok;
}
