/** How much may be under way at once. */
export interface LaneBounds {
  readonly perHost: number;
  readonly inAll: number;
}

type Work = () => Promise<void>;

/** Work for hosts: so much at once for each of them and in all; the rest waits its turn, first come, first served. */
export class Lanes {
  private readonly lanes = new Map<string, { underWay: number; readonly waiting: Work[] }>();
  private underWay = 0;
  private waiting = 0;

  constructor(private readonly bounds: LaneBounds) {}

  /** Work under way or waiting, in all. */
  get held(): number {
    return this.underWay + this.waiting;
  }

  heldOf(host: string): number {
    const lane = this.lanes.get(host);
    return lane === undefined ? 0 : lane.underWay + lane.waiting.length;
  }

  hosts(): Iterable<string> {
    return this.lanes.keys();
  }

  /** @param work never rejects */
  add(host: string, work: Work): void {
    const lane = this.lanes.get(host) ?? { underWay: 0, waiting: [] };
    this.lanes.set(host, lane);
    lane.waiting.push(work);
    this.waiting++;
    this.goOn();
  }

  private goOn(): void {
    for (const [host, lane] of this.lanes) {
      while (lane.underWay < this.bounds.perHost && this.underWay < this.bounds.inAll) {
        const work = lane.waiting.shift();
        if (!work) break;
        this.waiting--;
        this.underWay++;
        lane.underWay++;
        void work().finally(() => {
          this.underWay--;
          lane.underWay--;
          this.goOn();
        });
      }
      if (lane.underWay + lane.waiting.length === 0) this.lanes.delete(host);
    }
  }
}
