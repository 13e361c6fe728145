import { judge, type Settings, type Transport } from '@sigcat/compat';
import { type ModelSignatures, printSignature } from '@sigcat/core';
import { type BrokenCall, findBrokenCall, printAnswer, printRequest } from '@sigcat/serving-model';
import { type Dispute, type Exception } from './exceptions';

/**
 * How rules, at their strictest, and the search for broken calls differ over a pair, in words; undefined where they
 * agree but for exceptions. Where no call ever worked with the baseline, none can break.
 */
export function disagreement(
  baseline: ModelSignatures,
  candidate: ModelSignatures,
  transport: Transport,
  extraInputs: Settings['extraInputs'],
  exceptions: readonly Exception[],
): string | undefined {
  const report = judge(baseline, candidate, { transport, extraInputs, unknownShapes: 'strict' });
  const call = findBrokenCall(baseline, candidate, transport, { extraInputs });
  const isExcepted = (about: Dispute['about']): boolean =>
    exceptions.some(({ covers }) => covers({ baseline, candidate, transport, extraInputs, about }));
  if (call !== undefined) {
    if (report.verdict !== 'compatible' || isExcepted({ missed: call })) return undefined;
    return `called compatible, but ${callText(call, baseline, candidate)}`;
  }
  const errors = report.findings.filter(({ level }) => level === 'error');
  const none = { format: baseline.format, graphs: [] };
  if (errors.length === 0 || findBrokenCall(baseline, none, transport, { extraInputs }) === undefined) {
    return undefined;
  }
  const left = errors.filter((unproved) => !isExcepted({ unproved }));
  if (left.length === 0) return undefined;
  return `no call breaks, but ${left.map(({ rule, path }) => `${rule} at ${path}`).join(', ')}`;
}

function callText(call: BrokenCall, from: ModelSignatures, to: ModelSignatures): string {
  const { reason, tensor = '' } = call.objection;
  const request = printRequest(call.request, from);
  const answer = call.kind === 'answer' ? ` -> ${printAnswer(call.answer, call.request, to)}` : '';
  return `${request}${answer} fails: ${reason} ${tensor}`;
}

export function modelText({ graphs }: ModelSignatures): string {
  return graphs
    .flatMap(({ signatures }) => signatures.map(({ key, signature }) => printSignature(key, signature)))
    .join('\n');
}
