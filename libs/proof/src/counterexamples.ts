import {
  type CounterexampleJson,
  type Counterexamples,
  type Direction,
  directionsOf,
  fingerprintOf,
  type HistoryReport,
  type JudgedFinding,
  noCounterexamples,
  type Predecessor,
  type Report,
  type Settings,
  settingsOf,
  type Transport,
  transportsOf,
} from '@sigcat/compat';
import { type ModelSignatures } from '@sigcat/core';
import { jsonCallJson, tensorCallJson } from './counterexample';
import { defaultProofLimits, type ProofLimits } from './limits';
import { type Found, Search } from './search';
import { Work } from './work';

/**
 * For each error of a report a call, over each transport, that worked and does not any more.
 * @param settings those that the report was made with
 */
export function counterexamplesOf(
  report: Report,
  baseline: ModelSignatures,
  candidate: ModelSignatures,
  settings: Partial<Settings> = {},
  limits = defaultProofLimits,
): Counterexamples {
  const prover = new Prover(candidate, settingsOf(settings), limits);
  for (const finding of report.findings) if (isError(finding)) prover.prove(finding, report, baseline);
  return prover.proofs;
}

/**
 * The same for several versions. What is an error against several of them is proved against one, to which the others
 * refer.
 * @param predecessors the versions that the candidate was judged against
 */
export function counterexamplesOfAll(
  history: HistoryReport,
  predecessors: readonly Predecessor[],
  candidate: ModelSignatures,
  settings: Partial<Settings> = {},
  limits = defaultProofLimits,
): Counterexamples {
  const errors = history.distinct.filter(({ finding }) => isError(finding));
  if (errors.length === 0) return noCounterexamples;
  const prover = new Prover(candidate, settingsOf(settings), limits);
  const models = new Map(predecessors.map(({ version, signatures }) => [version, signatures]));
  const provedFor = new Map<string, number>();
  // What callers use today comes first, where there are too many errors for all to be proved.
  for (const { finding, foundIn } of errors.sort((a, b) => b.foundIn.version - a.foundIn.version)) {
    const baseline = models.get(foundIn.version);
    if (baseline !== undefined) prover.prove(finding, foundIn.report, baseline);
    provedFor.set(fingerprintOf(finding), foundIn.version);
  }
  for (const { report } of history.reports) {
    for (const finding of report.findings) {
      if (!isError(finding) || prover.proofs.has(finding)) continue;
      const version = provedFor.get(fingerprintOf(finding)) ?? '';
      prover.proofs.set(finding, without(`it stands with the same finding against version ${version}`));
    }
  }
  return prover.proofs;
}

/** Proves errors with what work there is for all of them. */
class Prover {
  readonly proofs = new Map<JudgedFinding, CounterexampleJson>();
  private readonly searches = new Map<Report, Search>();
  private readonly work: Work;

  constructor(
    private readonly candidate: ModelSignatures,
    private readonly settings: Settings,
    private readonly limits: ProofLimits,
  ) {
    this.work = new Work(limits.maxProofWork);
  }

  prove(error: JudgedFinding, report: Report, baseline: ModelSignatures): void {
    const { maxCounterexamples: most } = this.limits;
    this.proofs.set(
      error,
      this.proofs.size < most
        ? this.proofOf(error, this.searchIn(report, baseline))
        : without(`only so many errors are proved at a time: ${most}`),
    );
  }

  private searchIn(report: Report, baseline: ModelSignatures): Search {
    const { candidate, settings, work } = this;
    const search =
      this.searches.get(report) ?? new Search(baseline, candidate, report.renames, settings, work);
    this.searches.set(report, search);
    return search;
  }

  private proofOf(error: JudgedFinding, search: Search): CounterexampleJson {
    if (error.rule === 'format-changed') {
      return without('it is the runtime that changes, and signatures do not tell of runtimes');
    }
    const { maxCounterexampleChars: most } = this.limits;
    const [tensor, json] = [this.find(error, search, 'tensor'), this.find(error, search, 'json')];
    return {
      tensor: typeof tensor === 'string' ? { none: tensor } : tensorCallJson(tensor, most),
      json: typeof json === 'string' ? { none: json } : jsonCallJson(json, most),
    };
  }

  /** A call over the transport that the error breaks, or why there is none. */
  private find(error: JudgedFinding, search: Search, transport: Transport): Found | string {
    if (!transportsOf(this.settings).includes(transport))
      return `nobody asks about callers over ${transport}`;
    const isBroken = (direction: Direction): boolean => error.levels[direction][transport] === 'error';
    let reason = `what is found is no error to callers over ${transport}`;
    for (const direction of directionsOf(this.settings).filter(isBroken)) {
      const found = search.find(error, direction, transport);
      if (typeof found !== 'string') return found;
      reason = found;
    }
    return reason;
  }
}

function isError({ level }: JudgedFinding): boolean {
  return level === 'error';
}

function without(none: string): CounterexampleJson {
  return { tensor: { none }, json: { none } };
}
