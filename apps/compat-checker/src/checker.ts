import { Inject, Injectable } from '@nestjs/common';
import {
  asIfApproved,
  type Counterexamples,
  type HistoryReport,
  isTransitive,
  judgeAll,
  type Predecessor,
  type Settings,
} from '@sigcat/compat';
import { type compatibility, type configs, type Made, reports } from '@sigcat/contracts';
import { type ModelSignatures } from '@sigcat/core';
import { Problem } from '@sigcat/problems';
import { counterexamplesOfAll } from '@sigcat/proof';
import { selectorOf, SETTINGS, type Settings as ServiceSettings } from '@sigcat/service';
import { Judging, type ModelName, Models, Versions, type VersionSelector } from '@sigcat/storage';
import { type z } from 'zod';
import { Terms } from './terms';

/** What is to be judged: bytes that have been read, or a version. */
export interface Candidate {
  /** Null for bytes that are no version. */
  readonly version: number | null;
  /** Of the artifact. */
  readonly digest: string;
  readonly signatures: ModelSignatures;
}

type Chosen = z.output<typeof configs.judgingQuery>;

interface Approving extends Chosen {
  /** Fingerprints. */
  readonly approving: readonly string[];
}

interface Against extends Approving {
  readonly against?: string | undefined;
  /** Whether the model need not be there. */
  readonly new_model: boolean;
}

/** Judges as the gate does, and writes nothing. */
@Injectable()
export class Checker {
  constructor(
    @Inject(Judging) private readonly judging: Judging,
    @Inject(Models) private readonly models: Models,
    @Inject(Versions) private readonly versions: Versions,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(SETTINGS) private readonly service: ServiceSettings,
  ) {}

  /** @throws Problem `model-not-found`, `version-not-found`, `alias-not-found`. */
  async check(
    model: ModelName,
    candidate: Candidate,
    { against, new_model: isNew, approving, ...chosen }: Against,
  ): Promise<Made<typeof compatibility.check>> {
    const { settings, approvals: given } = await this.terms.of(model, chosen);
    const approvals = asIfApproved(given, approving);
    const predecessors = await this.predecessorsOf(model, candidate.version ?? undefined, against, settings);
    // Who misspells a model must not read that it breaks nobody.
    if (predecessors.length === 0 && !isNew) await this.models.get(model);
    const { version, digest, signatures } = candidate;
    const history = judgeAll(predecessors, signatures, settings, approvals);
    const proofs = this.prove(history, predecessors, signatures, settings);
    return reports.checkAnswer({ ...model, version, digest }, settings, history, proofs);
  }

  /**
   * What changes between two versions, whichever is the older one.
   * @throws Problem `model-not-found`, `version-not-found`, `alias-not-found`.
   */
  async diff(
    model: ModelName,
    earlier: VersionSelector,
    later: VersionSelector,
    { approving, ...chosen }: Approving,
  ): Promise<Made<typeof compatibility.report>> {
    const [from, to, { settings, approvals: given }] = await Promise.all([
      this.versions.get(model, earlier),
      this.versions.get(model, later),
      this.terms.of(model, chosen),
    ]);
    const approvals = asIfApproved(given, approving);
    const baselines = [{ version: from.number, signatures: from.signatures }];
    const history = judgeAll(baselines, to.signatures, settings, approvals);
    const proofs = this.prove(history, baselines, to.signatures, settings);
    return reports.reportAnswer(history, proofs, { candidate: to.number, baseline: from.number });
  }

  private prove(
    history: HistoryReport,
    predecessors: readonly Predecessor[],
    candidate: ModelSignatures,
    settings: Settings,
  ): Counterexamples {
    return counterexamplesOfAll(history, predecessors, candidate, settings, this.service.proofLimits);
  }

  /** The oldest first. */
  private async predecessorsOf(
    model: ModelName,
    candidate: number | undefined,
    against: string | undefined,
    { mode, baseline }: Settings,
  ): Promise<readonly Predecessor[]> {
    if (against === 'all' || (against === undefined && isTransitive(mode))) {
      return this.judging.allBefore(model, candidate);
    }
    if (against === undefined) {
      const found = await this.judging.baseline(model, baseline, candidate);
      return found ? [found] : [];
    }
    return [await this.predecessor(model, candidate, against)];
  }

  /** @throws Problem `model-not-found`, `version-not-found`, `alias-not-found`. */
  private async predecessor(
    model: ModelName,
    candidate: number | undefined,
    against: string,
  ): Promise<Predecessor> {
    if (against === 'latest' && candidate !== undefined) {
      const found = await this.judging.baseline(model, 'latest', candidate);
      if (found) return found;
      const detail = `${model.namespace}/${model.model} has no version before ${candidate}.`;
      throw new Problem('version-not-found', detail, { ...model });
    }
    const { number, signatures } = await this.versions.get(model, selectorOf(against));
    return { version: number, signatures };
  }
}
