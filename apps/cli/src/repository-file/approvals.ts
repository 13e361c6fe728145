import { isMap, isSeq } from 'yaml';
import { endOfDay } from '../end-of-day';
import { isFingerprint } from '../fingerprint';
import { offsetOf, type Refuse, valueOf } from './nodes';

/** A finding that a repository takes the responsibility for, as its reviewers have seen. */
export interface RepositoryApproval {
  readonly fingerprint: string;
  readonly approver: string;
  readonly reason: string;
  /** RFC 3339; null where it holds for good. */
  readonly expires: string | null;
}

/** As many as a server takes with one request. */
const maxApprovals = 100;

const isSaid = (text: string): boolean => text.trim() !== '';

const members: Readonly<
  Record<keyof RepositoryApproval, { readonly holds: (text: string) => boolean; readonly text: string }>
> = {
  fingerprint: { holds: isFingerprint, text: 'the 16 digits that the report has, in quotes' },
  approver: { holds: isSaid, text: 'who takes the responsibility' },
  reason: { holds: isSaid, text: 'why nobody is harmed' },
  expires: { holds: (text) => endOfDay(text) !== undefined, text: 'a day such as 2027-01-31' },
};

/** Reads the value of the key `approvals`. */
export function approvalsIn(node: unknown, refuse: Refuse): readonly RepositoryApproval[] {
  if (!isSeq(node)) return refuse(offsetOf(node), 'approvals must be a list');
  const tooMany = node.items[maxApprovals];
  if (tooMany !== undefined) return refuse(offsetOf(tooMany), `approvals must be at most ${maxApprovals}`);
  return node.items.map((item) => approvalIn(item, refuse));
}

function approvalIn(node: unknown, refuse: Refuse): RepositoryApproval {
  if (!isMap(node)) return refuse(offsetOf(node), 'an approval must be keys with values');
  const said = new Map<string, string>();
  for (const { key, value } of node.items) {
    const name = valueOf(key);
    if (!isMember(name)) {
      const known = Object.keys(members).join(', ');
      return refuse(offsetOf(key), `an approval has no key ${JSON.stringify(name)}; there are ${known}`);
    }
    const text = valueOf(value);
    const { holds, text: meant } = members[name];
    if (typeof text !== 'string' || !holds(text)) {
      return refuse(offsetOf(value ?? key), `${name} must be ${meant}`);
    }
    said.set(name, text);
  }
  const needed = (name: keyof RepositoryApproval): string =>
    said.get(name) ?? refuse(offsetOf(node), `an approval needs ${name}: ${members[name].text}`);
  return {
    fingerprint: needed('fingerprint'),
    approver: needed('approver'),
    reason: needed('reason'),
    expires: endOfDay(said.get('expires') ?? '') ?? null,
  };
}

function isMember(name: unknown): name is keyof RepositoryApproval {
  return typeof name === 'string' && Object.hasOwn(members, name);
}
