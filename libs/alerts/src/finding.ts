/** A finding as reports have it; what else it has is passed on as it is. */
export interface AlertFinding {
  readonly level: string;
  readonly message: string;
  readonly [member: string]: unknown;
}

/** Findings with what they could not all be sent. */
export interface FittingFindings {
  readonly findings: readonly AlertFinding[];
  /** How many more there are; the report has them. */
  readonly findings_left: number;
}

/**
 * As many findings, from the first, as have room in so many bytes of JSON. One that is too large only for its
 * counterexample comes without it.
 */
export function fittingFindings(all: readonly AlertFinding[], maxBytes: number): FittingFindings {
  let room = maxBytes;
  const findings: AlertFinding[] = [];
  for (const finding of all) {
    const fitting = [finding, withoutCounterexample(finding)].find((one) => bytesOf(one) <= room);
    if (fitting === undefined) break;
    room -= bytesOf(fitting);
    findings.push(fitting);
  }
  return { findings, findings_left: all.length - findings.length };
}

function withoutCounterexample(finding: AlertFinding): AlertFinding {
  return Object.fromEntries(
    Object.entries(finding).filter(([member]) => member !== 'counterexample'),
  ) as unknown as AlertFinding;
}

function bytesOf(finding: AlertFinding): number {
  return Buffer.byteLength(JSON.stringify(finding)) + 1;
}
