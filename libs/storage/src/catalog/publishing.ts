import { asIfApproved, isTransitive } from '@sigcat/compat';
import { type Digest } from '@sigcat/core';
import { Problem } from '@sigcat/problems';
import { type Connection, type Database } from '../database';
import { isBrokenOff } from '../database-problem';
import { errorCode, textMember } from '../error-code';
import { digestLockKey } from './digest-lock';
import { type Grounds, type Judge, type Judgement } from './judgement';
import { type ModelName } from './model-name';
import { allBefore } from './predecessors';
import { Searchable } from './searchable';
import { type SignatureId, type Signatures } from './signatures';
import { lookAround, maxNewcomers, type Newcomer, type Surroundings } from './surroundings';
import { Together } from './together';
import { Turns } from './turns';
import { type VersionDraft } from './version-draft';
import { frameworkVersionOf, insertVersions, type Passed, type Place } from './version-insert';
import { type VersionRecord } from './versions';

export type Publication =
  | {
      readonly outcome: 'created';
      readonly number: number;
      readonly judgement: Judgement;
      readonly version: VersionRecord;
    }
  | { readonly outcome: 'refused'; readonly number: number; readonly judgement: Judgement }
  | { readonly outcome: 'existing'; readonly number: number };

/** What would come of publishing. */
export type Rehearsal =
  | { readonly outcome: 'created' | 'refused'; readonly number: number; readonly judgement: Judgement }
  | { readonly outcome: 'existing'; readonly number: number };

export interface PublishOptions {
  /** Makes a version even of bytes that one of the model's versions already has. */
  readonly repeat: boolean;
  /**
   * Stores the bytes where they are not kept with the version; called once the gate has let the draft pass, before
   * the version becomes visible.
   */
  readonly store?: () => Promise<void>;
}

/** Our share of the lock on the bytes, so that no sweep removes them between being stored and committed. */
const shareBytes = { name: 'publish-share-bytes', text: 'SELECT pg_advisory_xact_lock_shared($1)' };

/** More than the processes that could publish to one model at once: each time, one of them has got on. */
const maxTries = 1_000;

/**
 * Statements under way at once: a few, so that on a busy server those that wait for them go together and cost
 * PostgreSQL half as much, and one alone waits for nobody.
 */
const together = { atOnce: 2, most: maxNewcomers };

/**
 * Turns drafts into versions. No lock is held while a draft is judged: the statement that writes the version takes
 * the next number only if that still is the one that was judged for, and otherwise all begins anew.
 */
export class Publishing {
  /** Within a process nobody need be quicker than others. */
  private readonly turns = new Turns();
  private readonly searchable = new Searchable();
  private readonly shared: Lane;

  constructor(
    private readonly database: Database,
    private readonly signatures: Signatures,
  ) {
    this.shared = sharedLane(database, signatures);
  }

  /**
   * Writes version, signatures, report and event at once, unless the gate refuses. The model is made with its
   * first version. Numbers are consecutive, and each draft is judged with regard to all versions before it.
   */
  publish(draft: VersionDraft, judge: Judge, options: PublishOptions): Promise<Publication> {
    return this.turns.take(`${draft.namespace}/${draft.model}`, async () => {
      const interned = new Map<Digest, SignatureId>();
      const publication = await this.tryUntilDone(draft, { judge, ...options, interned });
      if (publication.outcome === 'created') {
        this.signatures.remember(interned);
        this.searchable.remember(interned.values(), keysOf(draft));
      }
      return publication;
    });
  }

  /**
   * What {@link publish} would do; writes nothing.
   * @param approving fingerprints of findings that are judged as if they were approved
   */
  async rehearse(
    draft: VersionDraft,
    judge: Judge,
    { repeat, approving = [] }: Pick<PublishOptions, 'repeat'> & { readonly approving?: readonly string[] },
  ): Promise<Rehearsal> {
    const around = await this.shared.lookAround(newcomerOf(draft));
    if (around.existing !== undefined && !repeat) return { outcome: 'existing', number: around.existing };
    const number = (around.lastVersion ?? 0) + 1;
    const grounds = await this.groundsFor(this.database, draft, number, around);
    const approvals = asIfApproved(grounds.approvals, approving);
    const judgement = judge({ version: number, signatures: draft.content }, { ...grounds, approvals });
    return { outcome: judgement.refused ? 'refused' : 'created', number, judgement };
  }

  private async tryUntilDone(draft: VersionDraft, how: Attempt): Promise<Publication> {
    const { store } = how;
    if (!store) {
      return repeatedly(() =>
        this.attempt(this.shared, draft, how).catch((error: unknown) => {
          if (isOvertaken(error)) return undefined;
          throw error;
        }),
      );
    }
    let stored: Promise<void> | undefined;
    const storeOnce = (): Promise<void> => (stored ??= store());
    return this.database.transaction(async (connection) => {
      await connection.run(shareBytes, [digestLockKey(draft.artifact.digest)]);
      const lane = laneOn(connection, this.signatures);
      return repeatedly(() => this.attempt(lane, draft, { ...how, store: storeOnce }));
    });
  }

  /** Resolves to nothing when somebody else has taken the number meanwhile. */
  private async attempt(
    lane: Lane,
    draft: VersionDraft,
    { judge, repeat, store, interned }: Attempt,
  ): Promise<Publication | undefined> {
    const around = await lane.lookAround(newcomerOf(draft));
    const { lastVersion, existing } = around;
    if (existing !== undefined && !repeat) return { outcome: 'existing', number: existing };
    const number = (lastVersion ?? 0) + 1;
    const grounds = await this.groundsFor(lane.connection, draft, number, around);
    const judgement = judge({ version: number, signatures: draft.content }, grounds);
    if (judgement.refused) return { outcome: 'refused', number, judgement };

    const signatures = draft.content.graphs.flatMap((graph) => graph.signatures);
    const ids = await this.signatures.intern(
      lane.connection,
      signatures.map(({ signature }) => signature),
    );
    for (const [digest, id] of ids) interned.set(digest, id);
    await store?.();
    const notCurrent = this.searchable.notCurrent(ids.values());
    const newKeys = this.searchable.newKeys(keysOf(draft));
    const passed: Passed = { draft, number, judgement, ids, notCurrent, newKeys };
    const publishedAt = await lane.insert(lastVersion === undefined ? 'first' : 'next', passed);
    return publishedAt && { outcome: 'created', number, judgement, version: recordOf(passed, publishedAt) };
  }

  private async groundsFor(
    connection: Connection,
    model: ModelName,
    number: number,
    { settings, approvals, baseline }: Surroundings,
  ): Promise<Grounds> {
    const everyVersion = settings.mode !== undefined && isTransitive(settings.mode);
    const predecessors = !baseline
      ? []
      : everyVersion
        ? await allBefore(connection, this.signatures, model, number)
        : [baseline];
    return { settings, approvals, baseline: baseline?.version ?? null, predecessors };
  }
}

interface Attempt extends PublishOptions {
  readonly judge: Judge;
  /** Takes the ids that the version refers to. */
  readonly interned: Map<Digest, SignatureId>;
}

async function repeatedly(attempt: () => Promise<Publication | undefined>): Promise<Publication> {
  for (let tries = 0; tries < maxTries; tries++) {
    const publication = await attempt();
    if (publication) return publication;
  }
  throw new Problem('database-unavailable', `Others were quicker ${maxTries} times.`);
}

/**
 * Whether the bytes that the version was to share with another one have been erased with that one just now, or
 * PostgreSQL has ended a deadlock, or what could not be put in an order, at our cost. Either way nothing was written.
 */
function isOvertaken(error: unknown): boolean {
  if (errorCode(error) === '23503') return textMember(error, 'constraint') === 'version_artifact_digest_fkey';
  return error instanceof Problem && isBrokenOff(error.cause);
}

/** What an attempt runs on. */
interface Lane {
  readonly connection: Connection;
  lookAround(newcomer: Newcomer): Promise<Surroundings>;
  /** Resolves to when it was published; to nothing when somebody else has taken the number. */
  insert(of: Place, passed: Passed): Promise<Date | undefined>;
}

/** One transaction, of one publisher. */
function laneOn(connection: Connection, signatures: Signatures): Lane {
  return {
    connection,
    lookAround: async (newcomer) => one(await lookAround(connection, signatures, [newcomer])),
    insert: async (of, passed) => one(await insertVersions(connection, of, [passed])),
  };
}

/** Statements for themselves, in which those who come at once go together. */
function sharedLane(database: Database, signatures: Signatures): Lane {
  const looking = new Together<Newcomer, Surroundings>(
    (newcomers) => lookAround(database, signatures, newcomers),
    together,
  );
  const insertingOf = (of: Place): Together<Passed, Date | undefined> =>
    new Together((passed) => insertVersions(database, of, passed), together);
  const inserting = { first: insertingOf('first'), next: insertingOf('next') };
  return {
    connection: database,
    lookAround: (newcomer) => looking.ask(newcomer),
    insert: (of, passed) => inserting[of].ask(passed),
  };
}

function one<T>([item]: readonly T[]): T {
  return item as T;
}

function newcomerOf({ namespace, model, artifact }: VersionDraft): Newcomer {
  return { namespace, model, digest: artifact.digest };
}

function keysOf({ content }: VersionDraft): string[] {
  return content.graphs.flatMap(({ signatures }) => signatures.map(({ key }) => key));
}

function recordOf({ draft, number, judgement }: Passed, publishedAt: Date): VersionRecord {
  const { namespace, model, artifact, content, labels } = draft;
  const { verdict, baseline_version: baseline } = judgement.report;
  return {
    namespace,
    model,
    number,
    format: content.format,
    frameworkVersion: frameworkVersionOf(content),
    fingerprint: content.fingerprint ?? null,
    digest: artifact.digest,
    size: artifact.size,
    packaging: content.packaging,
    mainFile: content.mainFile,
    labels,
    deprecation: null,
    aliases: [],
    verdict,
    baseline,
    publishedAt,
    signatures: content,
  };
}
