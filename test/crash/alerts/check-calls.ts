/** A call that arrived at a receiver, in the order in which they did. */
export interface Call {
  readonly subscription: string;
  /** Its `webhook-id`: that of the alert, and of the subscription as Sigcat calls it. */
  readonly id: string;
  readonly body: string;
  readonly isSigned: boolean;
  /** Whether it was answered by 2xx, as far as the receiver is concerned. */
  readonly isTaken: boolean;
}

/** What a subscription has to hear of, each once: a type of event and what it happened to. */
export interface Expected {
  readonly subscription: string;
  readonly type: string;
  readonly subject: string;
}

export interface CallFindings {
  readonly violations: readonly string[];
  /** Alerts that were taken. */
  readonly alerts: number;
  /** Calls that were not taken. */
  readonly refused: number;
  /** Calls that brought what had been taken already. */
  readonly duplicates: number;
}

/** Holds what arrived against what had to. */
export function checkCalls(expected: readonly Expected[], calls: readonly Call[]): CallFindings {
  const violations: string[] = [];
  const taken = new Set<string>();
  const bodies = new Map<string, string>();
  const ids = new Map<string, string>();
  const newest = new Map<string, number>();
  let duplicates = 0;
  for (const { subscription, id, body, isSigned, isTaken } of calls) {
    const what = `${id || 'a message without an id'} to ${subscription}`;
    if (!isSigned) violations.push(`${what} is not signed as it should be`);
    const said = readBody(body);
    if (!said) {
      violations.push(`${what} has no body that can be read: ${JSON.stringify(body.slice(0, 100))}`);
      continue;
    }
    if ((bodies.get(id) ?? body) !== body) violations.push(`${what} has another body than before`);
    bodies.set(id, body);
    const about = `${said.type} of ${said.subject} to ${subscription}`;
    if ((ids.get(about) ?? id) !== id)
      violations.push(`${about} is raised twice: ${ids.get(about) ?? ''}, ${id}`);
    ids.set(about, id);
    if (said.number < (newest.get(subscription) ?? 0)) violations.push(`${what} comes after a later one`);
    newest.set(subscription, Math.max(said.number, newest.get(subscription) ?? 0));
    if (taken.has(id)) duplicates++;
    if (isTaken) taken.add(id);
  }
  const wanted = new Set(
    expected.map(({ type, subject, subscription }) => `${type} of ${subject} to ${subscription}`),
  );
  for (const about of wanted) {
    const id = ids.get(about);
    if (id === undefined || !taken.has(id)) violations.push(`${about} never arrived`);
  }
  for (const about of ids.keys()) if (!wanted.has(about)) violations.push(`${about} is nobody's business`);
  const refused = calls.filter(({ isTaken }) => !isTaken).length;
  return { violations, alerts: taken.size, refused, duplicates };
}

interface Said {
  readonly type: string;
  readonly subject: string;
  /** Of the alert: later ones have higher ones. */
  readonly number: number;
}

function readBody(body: string): Said | undefined {
  try {
    const { type, subject, id } = JSON.parse(body) as Readonly<Record<'type' | 'subject' | 'id', string>>;
    return { type: type.replace('dev.sigcat.', ''), subject, number: Number(id) };
  } catch {
    return undefined;
  }
}
