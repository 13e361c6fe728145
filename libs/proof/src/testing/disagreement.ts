import { judge, type Settings, transports } from '@sigcat/compat';
import { type ModelSignatures, printSignature } from '@sigcat/core';
import {
  type BrokenCall,
  findBrokenCall,
  printAnswer,
  printRequest,
  type Transport,
} from '@sigcat/serving-model';
import { narrowed, scopeOf } from '../scope';

/** How rules and calls differ over a pair of versions. */
export interface Disagreement {
  /** What many pairs may have in common: `missed over json: wrong-dtype`, `unproved over tensor: input-removed`. */
  readonly kind: string;
  /** All there is to know, for a person. */
  readonly text: string;
}

/** All of them: over each transport, and where extra inputs are rejected or ignored. */
export function disagreementsOver(baseline: ModelSignatures, candidate: ModelSignatures): Disagreement[] {
  return transports.flatMap((transport) =>
    (['reject', 'ignore'] as const).flatMap((extraInputs) => {
      const found = disagreement(baseline, candidate, transport, extraInputs);
      if (found === undefined) return [];
      const { kind, words } = found;
      const where = `over ${transport}, extra inputs: ${extraInputs}`;
      const text = [modelText(baseline), modelText(candidate), `${where}: ${words}`].join('\n');
      return [{ kind: `${kind[0]} over ${transport}: ${kind[1]}`, text }];
    }),
  );
}

/**
 * Rules are asked at their strictest, where what is not recorded may be anything, as it may be to calls. Where no call
 * ever worked with a signature of the baseline, none can break.
 */
function disagreement(
  baseline: ModelSignatures,
  candidate: ModelSignatures,
  transport: Transport,
  extraInputs: Settings['extraInputs'],
): { readonly kind: readonly [string, string]; readonly words: string } | undefined {
  const report = judge(baseline, candidate, { transport, extraInputs, unknownShapes: 'strict' });
  const call = findBrokenCall(baseline, candidate, transport, { extraInputs });
  if (call !== undefined) {
    if (report.verdict !== 'compatible') return undefined;
    const words = `called compatible, but ${callText(call, baseline, candidate)}`;
    return { kind: ['missed', call.objection.reason], words };
  }
  const errors = report.findings.filter(
    (finding) =>
      finding.level === 'error' &&
      everWorks(narrowed(baseline, scopeOf(finding, report.renames)), transport, extraInputs),
  );
  if (errors.length === 0) return undefined;
  const rules = new Set(errors.map(({ rule }) => rule));
  const words = `no call breaks, but ${errors.map(({ rule, path }) => `${rule} at ${path}`).join(', ')}`;
  return { kind: ['unproved', [...rules].join(', ')], words };
}

function everWorks(
  model: ModelSignatures,
  transport: Transport,
  extraInputs: Settings['extraInputs'],
): boolean {
  const none = { format: model.format, graphs: [] };
  return findBrokenCall(model, none, transport, { extraInputs }) !== undefined;
}

function callText(call: BrokenCall, from: ModelSignatures, to: ModelSignatures): string {
  const { reason, tensor = '' } = call.objection;
  const request = printRequest(call.request, from);
  const answer = call.kind === 'answer' ? ` -> ${printAnswer(call.answer, call.request, to)}` : '';
  return `${request}${answer} fails: ${reason} ${tensor}`;
}

function modelText({ graphs }: ModelSignatures): string {
  return graphs
    .flatMap(({ signatures }) => signatures.map(({ key, signature }) => printSignature(key, signature)))
    .join('\n');
}
