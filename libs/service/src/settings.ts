import { join, resolve } from 'node:path';
import { isNetwork, type RetryPolicy } from '@sigcat/alerts';
import { defaultReadLimits, type ReadLimits } from '@sigcat/formats';
import { defaultProofLimits, type ProofLimits } from '@sigcat/proof';
import { z } from 'zod';
import { withoutServiceLinks } from './service-links';

/** How a service runs; everything comes from the environment. */
export interface Settings {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Where query-api speaks gRPC; absent: nowhere. */
  readonly grpcPort?: number;
  /** Absent: the embedded PostgreSQL, where there is one. */
  readonly databaseUrl?: string;
  /** Folder of all that is kept on disk, unless a more particular setting says otherwise. */
  readonly dataDir: string;
  readonly artifactDir: string;
  readonly spoolDir: string;
  readonly logLevel: string;
  readonly poolSize: number;
  readonly statementTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly drainMs: number;
  readonly maxArtifactBytes: number;
  readonly maxInlineBytes: number;
  readonly maxHeaderBytes: number;
  readonly maxJsonBytes: number;
  readonly maxUploads: number;
  readonly maxBatchVersions: number;
  readonly maxBatchBytes: number;
  readonly heapGrowthPercent: number;
  readonly maxShownConsumers: number;
  readonly replicaUrls: readonly string[];
  readonly maxReplicaLagMs: number;
  readonly replicaCheckMs: number;
  readonly replicaTimeoutMs: number;
  readonly maxSearchCandidates: number;
  readonly maxFacetSignatures: number;
  readonly maxRememberedChars: number;
  readonly cacheSeconds: number;
  readonly spoolMaxAgeMs: number;
  readonly orphanGraceMs: number;
  readonly limits: ReadLimits;
  readonly proofLimits: ProofLimits;
  readonly alerts: AlertSettings;
}

/** How alerts are raised and sent. */
export interface AlertSettings {
  /** Not public, and yet to be sent to. */
  readonly networks: readonly string[];
  /** Absent: no mail is sent. */
  readonly smtp?: SmtpSettings;
  readonly retries: RetryPolicy;
  readonly timeoutMs: number;
  readonly leaseMs: number;
  readonly concurrency: number;
  readonly hostConcurrency: number;
  readonly circuitFailures: number;
  readonly circuitOpenMs: number;
  readonly disableAfterMs: number;
  /** Streams that are read at once. */
  readonly streams: number;
  readonly heartbeatMs: number;
  readonly secretOverlapMs: number;
  readonly maxFindingBytes: number;
  readonly maxExcerptBytes: number;
}

/** Who takes our mail. */
export interface SmtpSettings {
  readonly url: string;
  /** Whom it comes from, such as `Sigcat <sigcat@example.com>`. */
  readonly from: string;
  /** That mail may be sent to; all where there are none. */
  readonly domains: readonly string[];
}

/** All that is wrong with the environment, in one message. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly mistakes: readonly string[]) {
    super(`These settings are wrong:\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`);
  }
}

interface Setting {
  readonly default: string | number | undefined;
  readonly schema: z.ZodType<string | number | undefined, string | undefined>;
  readonly what: string;
}

const mebibyte = 2 ** 20;

const address = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must be an address such as postgresql://user@host/database',
});

const smtpAddress = z.url({
  protocol: /^smtps?$/,
  error: 'must be an address such as smtp://user:password@mail.example.com:587',
});

const mailbox = /^([^<>\r\n]*<[^\s<>@,]+@[^\s<>@,]+>|[^\s<>@,]+@[^\s<>@,]+)$/;

const domain = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/i;

/** What must not be shown where it is wrong: it may hold a password. */
const mayHoldPasswords = /^(DATABASE_|SIGCAT_SMTP_URL$)/;

/** Every setting but the reading limits, by the name of its environment variable. */
export const settings = {
  DATABASE_URL: text(
    undefined,
    'PostgreSQL to use, such as postgresql://user@host/database; unset: the embedded one',
    address,
  ),
  DATABASE_REPLICA_URLS: text(
    undefined,
    'Databases that follow it by streaming replication, with commas between them; what is only read is read from them',
    z
      .string()
      .refine(areAddresses, 'must be addresses such as postgresql://user@host/database, with commas between'),
  ),
  SIGCAT_HOST: text('127.0.0.1', 'Address to listen on'),
  SIGCAT_PORT: integer(8420, 'Port to listen on; 0 takes a free one', 0, 65_535),
  SIGCAT_GRPC_PORT: integer(
    undefined,
    "Port of query-api for TensorFlow Serving's GetModelMetadata over gRPC; 0 takes a free one; unset: none",
    0,
    65_535,
  ),
  SIGCAT_DATA_DIR: text('.sigcat', 'Folder for the embedded PostgreSQL, artifacts and spool'),
  SIGCAT_ARTIFACT_DIR: text(undefined, 'Folder of the artifacts; unset: below the data folder'),
  SIGCAT_SPOOL_DIR: text(undefined, 'Folder of uploads under way; unset: below the data folder'),
  SIGCAT_LOG_LEVEL: text(
    'info',
    'How much to log',
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
  ),
  SIGCAT_POOL_SIZE: integer(16, 'Connections to PostgreSQL at most', 1, 1_000),
  SIGCAT_STATEMENT_TIMEOUT_MS: integer(30_000, 'Milliseconds a statement may take', 1, 3_600_000),
  SIGCAT_CONNECT_TIMEOUT_MS: integer(
    10_000,
    'Milliseconds to wait for a connection to PostgreSQL',
    1,
    600_000,
  ),
  SIGCAT_MAX_REPLICA_LAG_MS: integer(
    1_000,
    'Milliseconds that a replica may be behind; one that is further behind is not read from',
    0,
    3_600_000,
  ),
  SIGCAT_REPLICA_CHECK_MS: integer(
    250,
    'Milliseconds between two looks at how far each replica is; it may fall behind by as much again',
    10,
    60_000,
  ),
  SIGCAT_REPLICA_TIMEOUT_MS: integer(
    1_000,
    'Milliseconds that each replica gets to say how far it is; one that takes longer is not read from',
    10,
    60_000,
  ),
  SIGCAT_REQUEST_TIMEOUT_MS: integer(3_600_000, 'Milliseconds a request may take to arrive', 1, 86_400_000),
  SIGCAT_IDLE_TIMEOUT_MS: integer(
    120_000,
    'Milliseconds a connection may be silent, in the middle of an upload too',
    1,
    86_400_000,
  ),
  SIGCAT_DRAIN_MS: integer(
    30_000,
    'Milliseconds that requests under way get when the process is told to stop',
    0,
    3_600_000,
  ),
  SIGCAT_MAX_ARTIFACT_BYTES: integer(64 * 2 ** 30, 'Bytes of one artifact', 1, 2 ** 50),
  SIGCAT_MAX_INLINE_BYTES: integer(
    64 * 1024,
    'An artifact of no more bytes is kept in PostgreSQL, with its version, and not in the artifact store',
    0,
    mebibyte,
  ),
  SIGCAT_MAX_HEADER_BYTES: integer(
    256 * 1_024,
    'Bytes of the address and the headers of a request, in which queries and filters are percent-encoded',
    8 * 1_024,
    mebibyte,
  ),
  SIGCAT_MAX_JSON_BYTES: integer(mebibyte, 'Bytes of a JSON body', 1, 2 ** 30),
  SIGCAT_MAX_UPLOADS: integer(64, 'Uploads at the same time', 1, 100_000),
  SIGCAT_MAX_BATCH_VERSIONS: integer(100, 'Versions that one request may ask for', 1, 1_000),
  SIGCAT_MAX_BATCH_BYTES: integer(
    16 * mebibyte,
    'Bytes of keys and names in the versions of one such answer; those beyond have to be asked for again',
    1,
    2 ** 30,
  ),
  SIGCAT_HEAP_GROWTH_PERCENT: integer(
    30,
    'How far the heap grows beyond what is alive before garbage is collected, in percent; 0 leaves that to V8',
    0,
    1_000,
  ),
  SIGCAT_MAX_SHOWN_CONSUMERS: integer(
    100,
    'Uses of a model that an answer to can-i-deploy shows; it counts them all, and shows those that decide it first',
    1,
    10_000,
  ),
  SIGCAT_MAX_SEARCH_CANDIDATES: integer(
    20_000,
    'Signatures that one page of a search is looked for among; then it ends, and the next one goes on',
    1,
    10_000_000,
  ),
  SIGCAT_MAX_FACET_SIGNATURES: integer(
    1_000,
    'Signatures found among which the facets of a search are counted; an answer says whether there are more',
    1,
    100_000,
  ),
  SIGCAT_MAX_REMEMBERED_CHARS: integer(
    16 * mebibyte,
    'Characters of answers on versions that are kept in memory; one that is asked for again is only looked at for changes',
    1,
    2 ** 30,
  ),
  SIGCAT_CACHE_SECONDS: integer(
    86_400,
    'Seconds for which caches may keep, unasked, what never changes of a version that stays; so long they may show one that was deleted',
    0,
    31_536_000,
  ),
  SIGCAT_MAX_COUNTEREXAMPLES: integer(
    defaultProofLimits.maxCounterexamples,
    'Errors of one report or check that are proved by counterexamples',
    0,
    10_000,
  ),
  SIGCAT_MAX_PROOF_WORK: integer(
    defaultProofLimits.maxProofWork,
    'Tensors and axes in the calls that are tried for the counterexamples of one report or check',
    0,
    2 ** 40,
  ),
  SIGCAT_MAX_COUNTEREXAMPLE_CHARS: integer(
    defaultProofLimits.maxCounterexampleChars,
    'Characters of a counterexample in the notation, and of its body',
    0,
    mebibyte,
  ),
  SIGCAT_SPOOL_MAX_AGE_MS: integer(
    24 * 3_600_000,
    'Milliseconds after which an upload in the spool counts as left behind by a process of another machine',
    1_000,
    2 ** 40,
  ),
  SIGCAT_ORPHAN_GRACE_MS: integer(
    24 * 3_600_000,
    'Milliseconds after which bytes in the artifact store that belong to no version are removed',
    1_000,
    2 ** 40,
  ),
  SIGCAT_ALERT_NETWORKS: text(
    '',
    'Networks, joined by commas, that alerts may be sent into though they are not public, and without TLS: 10.1.0.0/16',
    z.string().refine((value) => listed(value).every(isNetwork), 'must be networks such as 10.1.0.0/16'),
  ),
  SIGCAT_SMTP_URL: text(
    undefined,
    'SMTP server that mail is handed to, such as smtp://user:password@mail.example.com:587; smtps:// speaks TLS from the start; unset: no mail is sent',
    smtpAddress,
  ),
  SIGCAT_SMTP_FROM: text(
    undefined,
    'Whom mail comes from, such as Sigcat <sigcat@example.com>; required with SIGCAT_SMTP_URL',
    z.string().regex(mailbox, 'must be an address such as Sigcat <sigcat@example.com>'),
  ),
  SIGCAT_SMTP_DOMAINS: text(
    '',
    'Domains, joined by commas, that mail may be sent to, such as example.com; unset: whoever may subscribe can have mail sent to anybody',
    z
      .string()
      .refine(
        (value) => listed(value).every((one) => domain.test(one)),
        'must be domains such as example.com',
      ),
  ),
  SIGCAT_ALERT_ATTEMPTS: integer(14, 'Attempts to send an alert, before it is a dead letter', 1, 100),
  SIGCAT_ALERT_RETRY_MS: integer(
    5_000,
    'Milliseconds after the first attempt that failed; each later wait is three times as long',
    1,
    86_400_000,
  ),
  SIGCAT_ALERT_MAX_RETRY_MS: integer(
    86_400_000,
    'Milliseconds between two attempts at most, whatever `Retry-After` says',
    1,
    2_000_000_000,
  ),
  SIGCAT_ALERT_TIMEOUT_MS: integer(10_000, 'Milliseconds that an attempt may take', 1, 600_000),
  SIGCAT_ALERT_LEASE_MS: integer(
    20_000,
    'Milliseconds after which what a process was at is taken by another one; of an attempt, beyond its time',
    100,
    3_600_000,
  ),
  SIGCAT_ALERT_CONCURRENCY: integer(64, 'Attempts at once in one process', 1, 10_000),
  SIGCAT_ALERT_HOST_CONCURRENCY: integer(16, 'Those of them to one host', 1, 10_000),
  SIGCAT_ALERT_CIRCUIT_FAILURES: integer(
    10,
    'Attempts in a row to which a host does not answer, or with 429 or 5xx, after which it is left alone',
    1,
    100_000,
  ),
  SIGCAT_ALERT_CIRCUIT_OPEN_MS: integer(
    30_000,
    'Milliseconds for which it is; then one attempt shows whether it is back',
    1,
    86_400_000,
  ),
  SIGCAT_ALERT_DISABLE_AFTER_MS: integer(
    7 * 86_400_000,
    'Milliseconds without an attempt that succeeds after which a subscription is disabled',
    1,
    2 ** 40,
  ),
  SIGCAT_ALERT_STREAMS: integer(
    1_000,
    'Streams of alerts that are read at once from one process',
    0,
    100_000,
  ),
  SIGCAT_ALERT_HEARTBEAT_MS: integer(
    15_000,
    'Milliseconds after which a stream shows that it is alive, where there is no alert',
    10,
    3_600_000,
  ),
  SIGCAT_ALERT_SECRET_OVERLAP_MS: integer(
    86_400_000,
    'Milliseconds for which a secret that was replaced signs on beside the new one',
    0,
    2 ** 40,
  ),
  SIGCAT_ALERT_MAX_FINDING_BYTES: integer(
    64 * 1024,
    'Bytes of the findings in an alert; what is left out stands in the report',
    0,
    16 * mebibyte,
  ),
  SIGCAT_ALERT_MAX_EXCERPT_BYTES: integer(1_024, 'Bytes that are kept of what a receiver answers', 0, 65_536),
} as const satisfies Record<string, Setting>;

/** What the database has room for, where that is less than anybody could set: an index entry, a smallint. */
const ceilings: Partial<Record<string, number>> = {
  maxNameBytes: 2_000,
  maxGraphs: 30_000,
  maxTensors: 30_000,
};

/** Every reading limit, by the name of its environment variable: `maxSignatures` is `SIGCAT_MAX_SIGNATURES`. */
export const limitSettings = Object.fromEntries(
  Object.entries(defaultReadLimits).map(([limit, value]) => [
    variableOf(limit),
    { limit, ...integer(value as number, limit, 1, ceilings[limit] ?? 2 ** 50) },
  ]),
);

/**
 * Reads the settings; an empty variable counts as unset, and so does what Kubernetes adds for its services.
 * @throws SettingsError with every mistake, unknown `SIGCAT_` variables included.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const env = withoutServiceLinks(environment);
  const mistakes: string[] = [];
  const read = ({ schema }: Setting, variable: string): string | number | undefined => {
    const value = env[variable];
    const result = schema.safeParse(value === '' ? undefined : value);
    if (result.success) return result.data;
    const reasons = result.error.issues.map(({ message }) => message).join('; ');
    mistakes.push(
      mayHoldPasswords.test(variable)
        ? `${variable}: ${reasons}`
        : `${variable}: ${reasons}, not ${JSON.stringify(value)}`,
    );
    return undefined;
  };
  const values = mapValues<Setting, string | number | undefined>(settings, read);
  const limits = mapValues<Setting & { limit: string }, string | number | undefined>(limitSettings, read);
  const known = new Set([...Object.keys(settings), ...Object.keys(limitSettings), 'SIGCAT_URL']);
  for (const variable of Object.keys(env)) {
    if (variable.startsWith('SIGCAT_') && !known.has(variable))
      mistakes.push(`${variable}: there is no such setting`);
  }
  if (values['SIGCAT_SMTP_URL'] !== undefined && !env['SIGCAT_SMTP_FROM'])
    mistakes.push('SIGCAT_SMTP_FROM: must be set where SIGCAT_SMTP_URL is');
  if (mistakes.length > 0) throw new SettingsError(mistakes);

  const textOf = (variable: keyof typeof settings): string => String(values[variable]);
  const numberOf = (variable: keyof typeof settings): number => Number(values[variable]);
  const dataDir = resolve(textOf('SIGCAT_DATA_DIR'));
  const below = (variable: keyof typeof settings, folder: string): string =>
    values[variable] === undefined ? join(dataDir, folder) : resolve(textOf(variable));
  return {
    host: textOf('SIGCAT_HOST'),
    port: numberOf('SIGCAT_PORT'),
    ...(values['SIGCAT_GRPC_PORT'] !== undefined && { grpcPort: numberOf('SIGCAT_GRPC_PORT') }),
    ...(values['DATABASE_URL'] !== undefined && { databaseUrl: textOf('DATABASE_URL') }),
    replicaUrls: values['DATABASE_REPLICA_URLS'] === undefined ? [] : listed(textOf('DATABASE_REPLICA_URLS')),
    maxReplicaLagMs: numberOf('SIGCAT_MAX_REPLICA_LAG_MS'),
    replicaCheckMs: numberOf('SIGCAT_REPLICA_CHECK_MS'),
    replicaTimeoutMs: numberOf('SIGCAT_REPLICA_TIMEOUT_MS'),
    dataDir,
    artifactDir: below('SIGCAT_ARTIFACT_DIR', 'artifacts'),
    spoolDir: below('SIGCAT_SPOOL_DIR', 'spool'),
    logLevel: textOf('SIGCAT_LOG_LEVEL'),
    poolSize: numberOf('SIGCAT_POOL_SIZE'),
    statementTimeoutMs: numberOf('SIGCAT_STATEMENT_TIMEOUT_MS'),
    connectTimeoutMs: numberOf('SIGCAT_CONNECT_TIMEOUT_MS'),
    requestTimeoutMs: numberOf('SIGCAT_REQUEST_TIMEOUT_MS'),
    idleTimeoutMs: numberOf('SIGCAT_IDLE_TIMEOUT_MS'),
    drainMs: numberOf('SIGCAT_DRAIN_MS'),
    maxArtifactBytes: numberOf('SIGCAT_MAX_ARTIFACT_BYTES'),
    maxInlineBytes: numberOf('SIGCAT_MAX_INLINE_BYTES'),
    maxHeaderBytes: numberOf('SIGCAT_MAX_HEADER_BYTES'),
    maxJsonBytes: numberOf('SIGCAT_MAX_JSON_BYTES'),
    maxUploads: numberOf('SIGCAT_MAX_UPLOADS'),
    maxBatchVersions: numberOf('SIGCAT_MAX_BATCH_VERSIONS'),
    maxBatchBytes: numberOf('SIGCAT_MAX_BATCH_BYTES'),
    heapGrowthPercent: numberOf('SIGCAT_HEAP_GROWTH_PERCENT'),
    maxShownConsumers: numberOf('SIGCAT_MAX_SHOWN_CONSUMERS'),
    maxSearchCandidates: numberOf('SIGCAT_MAX_SEARCH_CANDIDATES'),
    maxFacetSignatures: numberOf('SIGCAT_MAX_FACET_SIGNATURES'),
    maxRememberedChars: numberOf('SIGCAT_MAX_REMEMBERED_CHARS'),
    cacheSeconds: numberOf('SIGCAT_CACHE_SECONDS'),
    spoolMaxAgeMs: numberOf('SIGCAT_SPOOL_MAX_AGE_MS'),
    orphanGraceMs: numberOf('SIGCAT_ORPHAN_GRACE_MS'),
    limits: Object.fromEntries(
      Object.entries(limitSettings).map(([variable, { limit }]) => [limit, Number(limits[variable])]),
    ) as unknown as ReadLimits,
    proofLimits: {
      maxCounterexamples: numberOf('SIGCAT_MAX_COUNTEREXAMPLES'),
      maxProofWork: numberOf('SIGCAT_MAX_PROOF_WORK'),
      maxCounterexampleChars: numberOf('SIGCAT_MAX_COUNTEREXAMPLE_CHARS'),
    },
    alerts: {
      networks: listed(textOf('SIGCAT_ALERT_NETWORKS')),
      ...(values['SIGCAT_SMTP_URL'] !== undefined && {
        smtp: {
          url: textOf('SIGCAT_SMTP_URL'),
          from: textOf('SIGCAT_SMTP_FROM'),
          domains: listed(textOf('SIGCAT_SMTP_DOMAINS').toLowerCase()),
        },
      }),
      retries: {
        attempts: numberOf('SIGCAT_ALERT_ATTEMPTS'),
        firstMs: numberOf('SIGCAT_ALERT_RETRY_MS'),
        mostMs: numberOf('SIGCAT_ALERT_MAX_RETRY_MS'),
      },
      timeoutMs: numberOf('SIGCAT_ALERT_TIMEOUT_MS'),
      leaseMs: numberOf('SIGCAT_ALERT_LEASE_MS'),
      concurrency: numberOf('SIGCAT_ALERT_CONCURRENCY'),
      hostConcurrency: numberOf('SIGCAT_ALERT_HOST_CONCURRENCY'),
      circuitFailures: numberOf('SIGCAT_ALERT_CIRCUIT_FAILURES'),
      circuitOpenMs: numberOf('SIGCAT_ALERT_CIRCUIT_OPEN_MS'),
      disableAfterMs: numberOf('SIGCAT_ALERT_DISABLE_AFTER_MS'),
      streams: numberOf('SIGCAT_ALERT_STREAMS'),
      heartbeatMs: numberOf('SIGCAT_ALERT_HEARTBEAT_MS'),
      secretOverlapMs: numberOf('SIGCAT_ALERT_SECRET_OVERLAP_MS'),
      maxFindingBytes: numberOf('SIGCAT_ALERT_MAX_FINDING_BYTES'),
      maxExcerptBytes: numberOf('SIGCAT_ALERT_MAX_EXCERPT_BYTES'),
    },
  };
}

function text(
  fallback: string | undefined,
  what: string,
  schema: z.ZodType<string, string> = z.string(),
): Setting {
  return {
    default: fallback,
    what,
    schema: z
      .string()
      .optional()
      .transform((value) => value ?? fallback)
      .pipe(schema.optional()),
  };
}

function integer(fallback: number | undefined, what: string, min: number, max: number): Setting {
  const message = `must be a whole number from ${min} to ${max}`;
  return {
    default: fallback,
    what,
    schema: z
      .string()
      .optional()
      .transform((value) => (value === undefined ? fallback : /^\d+$/.test(value) ? Number(value) : NaN))
      .pipe(z.number(message).int(message).min(min, message).max(max, message).optional()),
  };
}

function listed(text: string): string[] {
  return text === '' ? [] : text.split(',').map((part) => part.trim());
}

function areAddresses(text: string): boolean {
  return listed(text).every((one) => address.safeParse(one).success);
}

function variableOf(limit: string): string {
  return `SIGCAT_${limit.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
