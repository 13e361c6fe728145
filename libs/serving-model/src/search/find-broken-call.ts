import { type ModelSignatures, type Signature } from '@sigcat/core';
import { defaultGraph, findGraph, findSignature } from '../address';
import { type Answer } from '../answer';
import { callerCopes } from '../caller-copes';
import { type Address, type Request } from '../request';
import { type Complaint, type Refusal } from '../ruling';
import { certainFailure } from '../server/failures';
import { serverAccepts } from '../server/server-accepts';
import { type ServingSettings, type Transport } from '../settings';
import { answersTo } from './answers';
import { between } from './between';
import { requestsTo } from './requests';

/** A request that worked with the baseline and that the candidate refuses. */
export interface BrokenRequest {
  readonly kind: 'request';
  readonly request: Request;
  readonly objection: Refusal;
}

/** A request that both take, and an answer that the candidate may give and a caller of the baseline cannot read. */
export interface BrokenAnswer {
  readonly kind: 'answer';
  readonly request: Request;
  readonly answer: Answer;
  readonly objection: Complaint;
}

export type BrokenCall = BrokenRequest | BrokenAnswer;

/** The first of {@link brokenCalls}: is there a call that worked and need not work any more? */
export function findBrokenCall(
  baseline: ModelSignatures,
  candidate: ModelSignatures,
  transport: Transport,
  settings: ServingSettings,
): BrokenCall | undefined {
  for (const call of brokenCalls(baseline, candidate, transport, settings)) return call;
  return undefined;
}

/** Those of {@link triedCalls} that break. */
export function* brokenCalls(
  baseline: ModelSignatures,
  candidate: ModelSignatures,
  transport: Transport,
  settings: ServingSettings,
): Generator<BrokenCall> {
  for (const call of triedCalls(baseline, candidate, transport, settings)) if (call !== undefined) yield call;
}

/**
 * Tries calls that worked with the baseline, and yields those that do not work with the candidate, or may not: it
 * refuses the request, or may give an answer that the baseline would not have given; and nothing, once, for each
 * other call, so that whoever counts can stop. Unknown shapes and dtypes are taken literally. A caller
 * names only inputs that its version has, and reads all outputs.
 *
 * If any call breaks, one of the few that are tried does, and this is why they are enough. What the candidate demands
 * of a request is a list of single conditions: this input is there; it has this dtype, this rank, this size on
 * that axis; those two axes are equal; this JSON value is in the range of a dtype. What the baseline leaves open,
 * it leaves open freely: a size is fixed, tied to others by a symbol, or any; likewise ranks, dtypes and
 * presence. Now start from a request of the baseline that is as close to the candidate's demands as it can be. A
 * condition that it meets, but some other request of the baseline does not, is also violated after one change: send
 * that input or leave it out; give that tensor a rank or a dtype, or that axis and those tied to it a size, that
 * occurs in neither signature; in JSON, take a value from the edge of the baseline's dtype. To make two axes
 * unequal it is enough to change one. So one request for each thing that is open will do.
 *
 * Answers are the same the other way round: the candidate leaves open what the caller demands. Those demands depend on
 * the request through its sizes only, and each on one size: of an axis that a symbol ties to an output, or of all
 * first axes together, the rows. So the same requests will do, with all first axes changed together as one
 * more. But each input that is sent may settle a symbol: the candidate is bound the least when a single optional
 * one is sent, so that is tried too; and when no rows are sent, as those of unknown rank need not have any.
 */
export function* triedCalls(
  baseline: ModelSignatures,
  candidate: ModelSignatures,
  transport: Transport,
  settings: ServingSettings,
): Generator<BrokenCall | undefined> {
  for (const { address, signature } of callable(baseline, transport)) {
    const found = findSignature(candidate, { ...address, transport });
    const now = typeof found === 'string' ? undefined : found;
    const pair = between(signature, now);
    const worked = (request: Request): boolean =>
      serverAccepts(baseline, request, settings).ok && certainFailure(signature, request) === undefined;
    const { shapes, elements } = requestsTo(address, pair, transport);
    for (const request of shapes) {
      if (!worked(request)) {
        yield undefined;
        continue;
      }
      const refused = brokenRequest(request, candidate, settings);
      yield refused;
      if (refused !== undefined || now === undefined) continue;
      for (const answer of answersTo(request, pair, now)) yield brokenAnswer(request, answer, baseline);
    }
    for (const request of elements) {
      yield worked(request) ? brokenRequest(request, candidate, settings) : undefined;
    }
  }
}

function brokenRequest(
  request: Request,
  candidate: ModelSignatures,
  settings: ServingSettings,
): BrokenRequest | undefined {
  const taken = serverAccepts(candidate, request, settings);
  return taken.ok ? undefined : { kind: 'request', request, objection: taken.objection };
}

function brokenAnswer(request: Request, answer: Answer, baseline: ModelSignatures): BrokenAnswer | undefined {
  const copes = callerCopes(baseline, answer, request);
  return copes.ok ? undefined : { kind: 'answer', request, answer, objection: copes.objection };
}

/** Every signature that callers can name, with its address; over REST an empty key names nothing. */
function callable(
  model: ModelSignatures,
  transport: Transport,
): { readonly address: Address; readonly signature: Signature }[] {
  const usual = defaultGraph(model);
  return model.graphs
    .filter((graph) => findGraph(model, graph) === graph)
    .flatMap((graph) =>
      graph.signatures
        .filter(({ key }) => transport === 'tensor' || key !== '')
        .map(({ key, signature }) => ({
          address: graph === usual ? { key } : { tagSet: graph.tagSet, key },
          signature,
        })),
    );
}
