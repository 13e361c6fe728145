import { setTimeout as wait } from 'node:timers/promises';
import { readCatalogue, type StoredVersion } from './catalogue';
import { checkReadable } from './check-bytes';
import { checkCatalogue } from './check-catalogue';
import { checkStore } from './check-store';
import { filesBelow, type Folders, makeFolders } from './folders';
import { Ledger } from './ledger';
import { Postgres } from './postgres';
import { Random } from './random';
import { Server } from './server';
import { open, Traffic } from './traffic';

/** Bytes without a version are removed after this many milliseconds, so that a run sees it happen. */
const orphanGraceMs = 1_000;

/** How long that may take: many times as long as it takes on a machine with nothing else to do. */
const sweepPatienceMs = 120_000;

export interface RunOptions {
  readonly seed: number;
  /** Further settings of the server, and NODE_OPTIONS. */
  readonly env?: Readonly<Record<string, string>>;
}

/** One catalogue, its PostgreSQL, folders and clients, over the lives of many servers. */
export class Run {
  readonly random: Random;
  readonly ledger = new Ledger();
  readonly traffic: Traffic;
  readonly violations: string[] = [];
  private readonly orphans = new Set<string>();
  private readonly unfinished = new Set<string>();
  private readonly verified = new Set<string>();
  private spool = '';
  private unacknowledged = 0;

  private constructor(
    private readonly options: RunOptions,
    private readonly folders: Folders,
    readonly postgres: Postgres,
  ) {
    this.random = new Random(options.seed);
    this.traffic = new Traffic(new Random(options.seed + 1), this.ledger);
  }

  static async start(options: RunOptions): Promise<Run> {
    const folders = makeFolders();
    return new Run(options, folders, await Postgres.start(folders.postgres));
  }

  async close(): Promise<void> {
    await this.postgres.stop();
    this.folders.remove();
  }

  /**
   * Starts a server on what the one before has left; which of the spools it has, and whether it keeps small
   * artifacts in PostgreSQL, is left to chance.
   */
  spawn(): Server {
    this.spool = this.random.pick(this.folders.spools) ?? '';
    return Server.spawn({
      DATABASE_URL: this.postgres.url,
      SIGCAT_DATA_DIR: this.folders.data,
      SIGCAT_ARTIFACT_DIR: this.folders.artifacts,
      SIGCAT_SPOOL_DIR: this.spool,
      SIGCAT_MAX_INLINE_BYTES: this.random.pick(['0', '65536']) ?? '',
      SIGCAT_ORPHAN_GRACE_MS: String(orphanGraceMs),
      ...this.options.env,
    });
  }

  /** Lets the models that take everything do so. */
  async prepare(server: string): Promise<void> {
    for (const model of open) {
      await fetch(`${server}/api/v1/config/default/${model}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ mode: 'NONE' }),
      });
    }
  }

  /**
   * Checks everything once, with no upload under way: the whole catalogue, the whole store's names, and, through the
   * server, those versions that it has not read before, or `all` of them.
   */
  async check(server: string, { all = false } = {}): Promise<void> {
    const { ledger, folders } = this;
    const catalogue = await readCatalogue(this.postgres.url);
    const findings = checkCatalogue(catalogue, ledger.all);
    this.unacknowledged = findings.unacknowledged;
    const store = checkStore(folders.artifacts, catalogue, ledger);
    for (const orphan of store.orphans) this.orphans.add(orphan);
    for (const copy of store.unfinished) this.unfinished.add(copy);
    const key = ({ model, number }: StoredVersion): string => `${model}@${number}`;
    const unread = catalogue.versions.filter((version) => all || !this.verified.has(key(version)));
    const left = filesBelow(this.spool).map((file) => `${file} is left in the spool`);
    this.violations.push(
      ...ledger.complaints.splice(0),
      ...findings.violations,
      ...store.violations,
      ...left,
      ...(await checkReadable(server, unread)),
    );
    for (const version of unread) this.verified.add(key(version));
  }

  /** Waits until the server has removed all bytes that no version has; that is a violation when it does not. */
  async awaitSweep(): Promise<void> {
    const until = Date.now() + sweepPatienceMs;
    for (;;) {
      const catalogue = await readCatalogue(this.postgres.url);
      const { orphans, unfinished } = checkStore(this.folders.artifacts, catalogue, this.ledger);
      if (orphans.length + unfinished.length === 0) return;
      if (Date.now() > until) {
        this.violations.push(
          `${orphans.length} orphans and ${unfinished.length} cut-off copies are not swept`,
        );
        return;
      }
      await wait(100);
    }
  }

  /** What the run has been through, in numbers. */
  summary(): Readonly<Record<string, number>> {
    return {
      versions: this.verified.size,
      'versions whose acknowledgement was lost': this.unacknowledged,
      'orphans seen in the store': this.orphans.size,
      'cut-off copies seen in the store': this.unfinished.size,
      ...Object.fromEntries(
        Object.entries(this.ledger.counts()).map(([kind, count]) => [`uploads ${kind}`, count]),
      ),
    };
  }
}
