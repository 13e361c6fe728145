import { type ModelSignatures } from '@sigcat/core';
import { findSignature } from './address';
import { type Answer } from './answer';
import { answerObjection } from './answer-objection';
import { type Request } from './request';
import { type Complaint, type Ruling, rulingOf } from './ruling';

/**
 * Can a caller that was written for this version go on with an answer to its request? It reads all outputs that
 * the version has, and copes with every answer that the version may give: where a shape or a dtype is unknown it
 * copes with any, a size or a dtype that is known it builds on.
 * @param request one that a server of the version accepts
 */
export function callerCopes(
  writtenFor: ModelSignatures,
  answer: Answer,
  request: Request,
): Ruling<Complaint> {
  const signature = findSignature(writtenFor, request);
  return rulingOf(
    typeof signature === 'string'
      ? { reason: signature }
      : answerObjection(signature, request, answer, 'caller'),
  );
}
