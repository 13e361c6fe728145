import type { Counts } from '@sigcat/compat';
import { quoteName } from '@sigcat/core';
import { listText } from '../text/list-text';
import { safeText } from '../text/safe-text';
import { tagSetText } from '../text/tag-set-text';
import { type Check, type CheckedFinding, type Judgement, type ReportedFinding, shownLevels } from './check';
import { callsOf, whyUnproved } from './counterexample';

/*
 * What is said of a check, in every format alike and fit for a terminal: lines without line feeds, controls or what
 * would reorder them. What has a meaning to a format it has to escape itself.
 */

/** `2 errors, 1 warning, 1 approved` */
export function countsText(counts: Counts, approved: Counts): string {
  const parts = shownLevels
    .filter((level) => counts[level] > 0)
    .map((level) => `${counts[level]} ${level}${counts[level] === 1 || level === 'info' ? '' : 's'}`);
  const excused = shownLevels.reduce((sum, level) => sum + approved[level], 0);
  if (excused > 0) parts.push(`${excused} approved`);
  return parts.length === 0 ? 'no differences' : parts.join(', ');
}

/** `incompatible: 2 errors, 1 approved`, the verdict in a style of its own. */
export function headlineText(
  { verdict, counts, approved, mode }: Judgement,
  style: (verdict: string) => string = (text) => text,
): string {
  const isLetPass = verdict === 'incompatible' && mode === 'NONE';
  const gate = isLetPass ? ', and not refused as the mode is NONE' : '';
  return `${style(verdict)}: ${countsText(counts, approved)}${gate}`;
}

/** `export/3 against fraud@2` */
export function subjectText({ candidate, baselines: { names } }: Check): string {
  return safeText(names.length === 0 ? candidate : `${candidate} against ${listText(names)}`);
}

/** `serving_default`, with its tag set where that is not the usual one. */
export function placeText({
  tag_set: tags,
  signature_key: key,
}: Pick<ReportedFinding, 'tag_set' | 'signature_key'>): string {
  if (tags === null) return 'model';
  const graph = tagSetText(tags);
  if (key === null) return graph;
  return graph === '{serve}' ? quoteName(key) : `${quoteName(key)} in ${graph}`;
}

/** `+ x: int64[]` for what is new, `- x: int64[]` for what is gone, `float32 -> int64` for what has changed. */
export function changeText({ before, after }: Pick<ReportedFinding, 'before' | 'after'>): string {
  if (before === null) return safeText(`+ ${after ?? ''}`);
  return safeText(after === null ? `- ${before}` : `${before} -> ${after}`);
}

/** What the finding can be approved by, where that is of use. */
export function fingerprintOf({ level, fingerprint, approval }: ReportedFinding): string | undefined {
  const isOpen = (level === 'error' || level === 'warning') && !approval;
  return isOpen ? safeText(fingerprint) : undefined;
}

/** The same in a line of its own, for formats that have no place for it. */
export function fingerprintTexts(finding: ReportedFinding): string[] {
  const fingerprint = fingerprintOf(finding);
  return fingerprint === undefined ? [] : [`Fingerprint: ${fingerprint}`];
}

/** `Approved by ada until 2027-01-31: the callers know.` */
export function approvalText({ approval }: Pick<ReportedFinding, 'approval'>): string | undefined {
  if (!approval) return undefined;
  const { approver, reason, expires_at: expiresAt } = approval;
  const until = expiresAt === null ? '' : ` until ${expiresAt.slice(0, '2027-01-31'.length)}`;
  return safeText(`Approved by ${approver}${until}: ${reason}`);
}

/** What else there is to say of a finding, a line each. */
export function detailTexts(finding: CheckedFinding, judgement: Judgement): string[] {
  return [...counterexampleTexts(finding), againstText(finding, judgement), approvalText(finding)].filter(
    (text) => text !== undefined,
  );
}

/** The calls that prove a finding, or why there is none, a line each. */
export function counterexampleTexts(finding: Pick<ReportedFinding, 'counterexample'>): string[] {
  const why = whyUnproved(finding);
  return [
    ...callsOf(finding).map(({ title, notation }) => safeText(`${title}: ${notation}`)),
    ...(why === undefined ? [] : [safeText(`No counterexample: ${why}.`)]),
  ];
}

/** The baselines that a finding concerns, where there are others that it does not. */
export function againstText({ against }: CheckedFinding, { baselines }: Judgement): string | undefined {
  return against.length < baselines.names.length ? safeText(`Against ${listText(against)}.`) : undefined;
}

/** What to do about names that seem to have changed, a line each. */
export function adviceTexts({ renames }: Judgement): string[] {
  return renames.map(({ subject, from, to }) => {
    const name = subject === 'signature' ? 'key' : 'name';
    return safeText(`Give ${subject} ${quoteName(to)} its old ${name} ${quoteName(from)}.`);
  });
}
