import { type ModelSignatures } from '@sigcat/core';
import { findSignature } from '../address';
import { type Answer } from '../answer';
import { answerObjection } from '../answer-objection';
import { type Request } from '../request';

/**
 * May a server of this model give this answer? Any values that its outputs allow, unknown shapes and dtypes taken
 * literally, except that it keeps to rows and symbols (`CallSizes`).
 * @param request one that the server accepts
 */
export function serverMayAnswer(server: ModelSignatures, request: Request, answer: Answer): boolean {
  const signature = findSignature(server, request);
  if (typeof signature === 'string') return false;
  return answerObjection(signature, request, answer, 'server') === undefined;
}
