import {
  directionsOf,
  type Direction,
  type FindingJson,
  type JudgedFinding,
  type Report,
  type ReportJson,
  reportToJson,
  type Settings,
  settingsOf,
  type Transport,
  transportsOf,
} from '@sigcat/compat';
import { type ModelSignatures } from '@sigcat/core';
import { type CounterexampleJson, counterexampleToJson } from './counterexample';
import { Search } from './search';

/** Of an error there is one of the two, of other findings none. */
export interface ProvedFindingJson extends FindingJson {
  readonly counterexample?: CounterexampleJson;
  /** Why there is none. */
  readonly no_counterexample?: string;
}

export interface ProvedReportJson extends ReportJson {
  readonly findings: readonly ProvedFindingJson[];
}

/** The most errors of one report that calls are sought for. */
export const mostProved = 20;

/**
 * The report as JSON, with a call for each error that worked and does not any more.
 * @param settings those that the report was made with
 */
export function withCounterexamples(
  report: Report,
  baseline: ModelSignatures,
  candidate: ModelSignatures,
  settings: Partial<Settings> = {},
): ProvedReportJson {
  const all = settingsOf(settings);
  const search = new Search(baseline, candidate, report.renames, all);
  const json = reportToJson(report);
  let tried = 0;
  const proofs = report.findings.map((finding): Proof => {
    if (finding.level !== 'error') return {};
    if (tried++ >= mostProved) return { no_counterexample: `only the first ${mostProved} errors have one` };
    return proofOf(finding, search, all);
  });
  return { ...json, findings: json.findings.map((finding, i) => ({ ...finding, ...proofs[i] })) };
}

type Proof = Pick<ProvedFindingJson, 'counterexample' | 'no_counterexample'>;

function proofOf(finding: JudgedFinding, search: Search, settings: Settings): Proof {
  if (finding.rule === 'format-changed') {
    return { no_counterexample: 'it is the runtime that changes, and signatures do not tell of runtimes' };
  }
  let reason = 'it is an error by the settings only';
  for (const [direction, transport] of broken(finding, settings)) {
    const found = search.find(finding, direction, transport);
    if (typeof found !== 'string') return { counterexample: counterexampleToJson(found) };
    reason = found;
  }
  return { no_counterexample: reason };
}

/** The directions and transports in question whose callers an error breaks. */
function broken({ levels }: JudgedFinding, settings: Settings): [Direction, Transport][] {
  return directionsOf(settings).flatMap((direction) =>
    transportsOf(settings)
      .filter((transport) => levels[direction][transport] === 'error')
      .map((transport): [Direction, Transport] => [direction, transport]),
  );
}
