import { historyReportToJson, judgeAll, parseModel, type Settings } from '@sigcat/compat';
import { type ModelSignatures } from '@sigcat/core';
import { counterexamplesOfAll } from '@sigcat/proof';
import { type Check, merged, shown, type Threshold } from '../report/check';

/** What a check of a spec is about. */
interface Story {
  readonly candidate: string;
  /** By version. */
  readonly baselines: Readonly<Record<number, ModelSignatures>>;
  readonly signatures: ModelSignatures;
  readonly settings?: Partial<Settings>;
  readonly threshold?: Threshold;
  /** Rules whose findings are approved. */
  readonly approved?: readonly string[];
  readonly approver?: string;
  readonly reason?: string;
}

const usual: Threshold = { failOn: 'error', strict: false };
const untilThen = new Date('2027-01-31T23:59:59Z');

/** A check as a server would answer it. */
function checkOf(story: Story): Check {
  const { candidate, baselines, signatures, settings = {}, approved = [], threshold = usual } = story;
  const { approver = 'ada', reason = 'The callers are ready for it.' } = story;
  const predecessors = Object.entries(baselines).map(([version, model]) => ({
    version: Number(version),
    signatures: model,
  }));
  const judged = (fingerprints: readonly string[]) => {
    const approvals = fingerprints.map((fingerprint) => ({
      fingerprint,
      approver,
      reason,
      expiresAt: untilThen,
    }));
    const now = new Date('2026-12-01');
    const history = judgeAll(predecessors, signatures, settings, { approvals, now });
    return historyReportToJson(history, counterexamplesOfAll(history, predecessors, signatures, settings));
  };
  const excused = judged([])
    .reports.flatMap(({ findings }) => findings)
    .filter(({ rule }) => approved.includes(rule));
  const answer = judged(excused.map(({ fingerprint }) => fingerprint));
  const reports = answer.reports.map((report) => ({
    ...report,
    baseline: `fraud@${report.baseline_version}`,
  }));
  const newest = reports.at(-1);
  return {
    ...answer,
    candidate,
    place: candidate,
    baselines: { names: reports.map(({ baseline }) => baseline), model: 'fraud' },
    findings: shown(merged(reports)),
    renames: newest?.renames ?? [],
    nextVersion: newest?.next_version ?? null,
    threshold,
    document: { namespace: 'default', model: 'fraud', ...answer, reports },
  };
}

const second = parseModel(
  'serving_default(amount: float32[?,1], country: string[?,1], currency?: string[] = "EUR") -> (reason: string[?,1], score: float32[?,1])',
);
const third = parseModel(
  'serving_default(amount: int64[?,1], country_code: string[?,1], currency?: string[] = "EUR") -> (score: float32[?,2])',
);

/** Whatever a name can hold that means something to a terminal, a log, a page or a parser. */
const mean = [
  '\n::error::taken',
  '%0A::warning::taken',
  '##[error]taken',
  '</testcase>]]><script>alert("taken")</script><!--',
  '@everyone #1 !1 ~bug $1 :tada: http://taken.example www.taken.example',
  '[taken](http://taken.example) ![taken](http://taken.example/i.png) [taken](0) {0} {{0}}',
  '`code` ```\n/close\n| a | b |',
  '\u001b[2K\u009b31m\u202e\u2028\0\ud800\ufeff',
].join(' ');

const quoted = (name: string): string => JSON.stringify(`${name} ${mean}`);

const hostileModel = (input: string): ModelSignatures =>
  parseModel(
    `${quoted('key')}(${quoted(input)}: string[?], kept: float32[?]) -> (${quoted('y')}: float32[?,${input.length}])`,
  );

/** A check for each thing that a format has to tell. */
export const checks = {
  first: checkOf({ candidate: 'export/1', baselines: {}, signatures: second }),
  same: checkOf({ candidate: 'export/2', baselines: { 2: second }, signatures: second }),
  breaking: checkOf({
    candidate: 'export/3',
    baselines: { 2: second },
    signatures: third,
    approved: ['output-dim-changed'],
  }),
  approved: checkOf({
    candidate: 'fraud@3',
    baselines: { 2: second },
    signatures: third,
    approved: ['input-dtype-changed', 'input-renamed', 'output-removed', 'output-dim-changed'],
  }),
  undecided: checkOf({
    candidate: 'export/4',
    baselines: {
      2: parseModel('f(x: float32[?,3]) -> (y: float32[3])\n{tpu}\nf(x: float32[?]) -> (y: float32[?])'),
    },
    signatures: parseModel('f(x: float32[?,?]) -> (y: float32[...])'),
    threshold: { failOn: 'error', strict: true },
  }),
  several: checkOf({
    candidate: 'export/5',
    baselines: {
      1: parseModel('f(x: float32[?,3]) -> (y: float32[?])'),
      2: parseModel('f(x: float32[?,3], k?: int64[]) -> (y: float32[?])'),
      3: parseModel('f(x: float32[?,4], k?: int64[]) -> (y: float32[?])'),
    },
    signatures: parseModel('f(x: float32[?,4]) -> (y: float32[?], z: string[?])'),
    settings: { mode: 'FULL_TRANSITIVE' },
    threshold: { failOn: 'info', strict: false },
  }),
  lenient: checkOf({
    candidate: 'export/3',
    baselines: { 2: parseModel('f(x: float32[?,3]) -> (y: float32[?])') },
    signatures: parseModel('f(x: float32[?,4]) -> (y: float32[?])'),
    settings: { mode: 'NONE' },
    threshold: { failOn: 'never', strict: false },
  }),
  rollback: checkOf({
    candidate: 'fraud@3',
    baselines: { 2: parseModel('f(x: float32[?,3]) -> (y: float32[?])') },
    signatures: parseModel('f(x: float32[?,?]) -> (y: float32[?])'),
    settings: { mode: 'FORWARD' },
  }),
  hostile: checkOf({
    candidate: `export/${mean}`,
    baselines: { 2: hostileModel('x') },
    signatures: hostileModel('xy'),
    approved: ['input-renamed'],
    approver: `ada ${mean}`,
    reason: mean,
  }),
} as const satisfies Readonly<Record<string, Check>>;
