import { type Counts, type Mode, type Predecessor, type Verdict } from '@sigcat/compat';
import { type ModelSignatures } from '@sigcat/core';
import { type Terms } from './terms';

/** What wants to become a version, or what an alias is to point to. */
export interface Candidate {
  readonly version: number;
  readonly signatures: ModelSignatures;
}

/** What a candidate is judged by and against. */
export interface Grounds extends Terms {
  /** The version that callers rely on, if there is one; among the predecessors. */
  readonly baseline: number | null;
  /** The baseline alone, or every earlier version where the mode asks for that. The oldest first. */
  readonly predecessors: readonly Predecessor[];
}

/** A report as it is stored and shown, with the members that the catalogue itself makes use of. */
export interface StoredReport {
  readonly verdict: Verdict;
  readonly mode: Mode;
  readonly baseline_version: number | null;
  readonly counts: Counts;
  readonly approved: Counts;
  readonly offending: readonly number[];
  readonly [member: string]: unknown;
}

/** What the gate says of a candidate. */
export interface Judgement {
  readonly refused: boolean;
  readonly report: StoredReport;
}

/** Compares a candidate with what it would replace. Pure: it may be asked again. */
export type Judge = (candidate: Candidate, grounds: Grounds) => Judgement;

/** What an event says of a judgement. */
export function judgementInEvent({ report }: Judgement): Readonly<Record<string, unknown>> {
  const { verdict, mode, baseline_version: baseline, counts, approved, offending } = report;
  return { verdict, mode, baseline, counts, approved, offending };
}
