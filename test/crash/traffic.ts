import { setTimeout as wait } from 'node:timers/promises';
import { type Artifact, breakingOne, harmless, unlikeAll } from './artifacts';
import { upload, type UploadOptions } from './client';
import { type Ledger, type Outcome } from './ledger';
import { type Random } from './random';

/** Models whose gate refuses what breaks callers. */
const gated = ['guarded-1', 'guarded-2', 'guarded-3', 'guarded-4'];

/** Models that take everything. */
export const open = ['open-1', 'open-2'];

const clients = 8;
/** How long to wait for answers, in milliseconds. */
const patience = 5_000;
const kibibyte = 2 ** 10;

interface Choice {
  readonly model: string;
  readonly artifact: Artifact;
  readonly options: UploadOptions;
}

/** Many clients that upload one thing after the other, of all kinds. */
export class Traffic {
  private readonly recent: Artifact[] = [];
  private readonly lost: Choice[] = [];
  /** Gated models with a version, which is what their gate refuses by. */
  private readonly begun = new Set<string>();
  private stopping = false;
  private created = 0;

  constructor(
    private readonly random: Random,
    private readonly ledger: Ledger,
  ) {}

  /** Uploads to a server until it is told to stop or, unless `stay`, nobody answers any more. */
  async run(server: string, { stay }: { readonly stay: boolean }): Promise<void> {
    this.stopping = false;
    await Promise.all(Array.from({ length: clients }, () => this.client(server, stay)));
  }

  stop(): void {
    this.stopping = true;
  }

  /** Resolves once so many more uploads have been answered, or after a while of waiting for that. */
  async answers(count: number): Promise<void> {
    const until = Date.now() + patience;
    const wanted = this.ledger.all.length + count;
    while (this.ledger.all.length < wanted && Date.now() < until) await wait(1);
  }

  /** How many versions have been acknowledged so far. */
  get acknowledged(): number {
    return this.created;
  }

  private async client(server: string, stay: boolean): Promise<void> {
    while (!this.stopping) {
      const choice = this.choose();
      const { model, artifact, options } = choice;
      let outcome: Outcome;
      try {
        outcome = await upload(server, model, artifact, options);
      } catch (error) {
        this.ledger.complaints.push(String(error));
        return;
      }
      this.ledger.add({ model, digest: artifact.digest, ...outcome });
      this.learn(choice, outcome);
      if (outcome.kind === 'lost') {
        if (!stay) return;
        this.ledger.complaints.push('a server that nobody killed broke a connection');
      }
      if (outcome.kind === 'unavailable') await wait(50);
    }
  }

  private learn(choice: Choice, outcome: Outcome): void {
    if (outcome.kind === 'created') {
      this.created++;
      if (gated.includes(choice.model)) this.begun.add(choice.model);
    }
    if (outcome.kind === 'lost' || outcome.kind === 'unavailable') this.lost.push(choice);
    this.recent.push(choice.artifact);
    if (this.recent.length > 20) this.recent.shift();
  }

  private choose(): Choice {
    const { random } = this;
    const model = random.pick(gated) ?? '';
    const options = { ifExists: 'return' } as const;
    const dice = random.next();
    if (dice < 0.1) {
      // What an honest client does that got no answer.
      const again = this.lost.shift();
      if (again) return { ...again, options };
    } else if (dice < 0.25) {
      const artifact = random.pick(this.recent);
      const ifExists = random.chance(0.5) ? 'create' : 'return';
      if (artifact) return { model: random.pick(open) ?? '', artifact, options: { ifExists } };
    } else if (dice < 0.32 && this.begun.has(model)) {
      return { model, artifact: breakingOne(random), options };
    } else if (dice < 0.39) {
      const artifact = harmless(random, random.between(0, 200) * kibibyte);
      return { model, artifact, options: { ...options, abortAfter: random.next() } };
    } else if (dice < 0.5) {
      return { model: random.pick(open) ?? '', artifact: unlikeAll(random), options };
    } else if (dice < 0.62) {
      return { model, artifact: harmless(random, random.between(64, 3_000) * kibibyte), options };
    }
    return { model, artifact: harmless(random, random.between(0, 2_000)), options };
  }
}
