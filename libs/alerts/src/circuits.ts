/** When a host that does not answer is left alone. */
export interface CircuitPolicy {
  /** Failures in a row, with no success in between. */
  readonly failures: number;
  /** Milliseconds for which nobody asks it then; after them one may try. */
  readonly openMs: number;
}

interface Circuit {
  failures: number;
  openUntil: number;
}

/** Circuit breakers, one a host: while a host is down, those who want something of it do not take others' places. */
export class Circuits {
  private readonly broken = new Map<string, Circuit>();

  constructor(private readonly policy: CircuitPolicy) {}

  /** How many may ask the host at once, of `most` where it is well. */
  room(host: string, most: number, now: number): number {
    const circuit = this.broken.get(host);
    if (circuit === undefined || circuit.failures < this.policy.failures) return most;
    return now < circuit.openUntil ? 0 : 1;
  }

  succeeded(host: string): void {
    this.broken.delete(host);
  }

  failed(host: string, now: number): void {
    const circuit = this.broken.get(host) ?? { failures: 0, openUntil: 0 };
    circuit.failures++;
    circuit.openUntil = now + this.policy.openMs;
    this.broken.set(host, circuit);
  }

  /** Those that have failed last. */
  hosts(): Iterable<string> {
    return this.broken.keys();
  }
}
