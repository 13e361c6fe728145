import { type Backlog, type Database, type Judgement } from '@sigcat/storage';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What a service counts, for Prometheus. Labels have few values each: routes as they are declared, never addresses. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly registers = [this.registry];

  readonly requestSeconds = new Histogram({
    name: 'sigcat_http_request_seconds',
    help: 'Time from the arrival of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    registers: this.registers,
  });

  readonly uploads = new Counter({
    name: 'sigcat_uploads_total',
    help: 'Uploads by what became of them: created, existing, rehearsed, checked, or the code of a problem.',
    labelNames: ['outcome'],
    registers: this.registers,
  });

  readonly uploadedBytes = new Counter({
    name: 'sigcat_uploaded_bytes_total',
    help: 'Bytes of artifacts that arrived whole.',
    registers: this.registers,
  });

  readonly readingSeconds = new Histogram({
    name: 'sigcat_reading_seconds',
    help: 'Time to read the signatures out of an artifact.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 60],
    registers: this.registers,
  });

  private readonly verdicts = new Counter({
    name: 'sigcat_gate_verdicts_total',
    help: 'Verdicts on candidates, and whether the gate refused them.',
    labelNames: ['verdict', 'refused'],
    registers: this.registers,
  });

  readonly alertAttempts = new Counter({
    name: 'sigcat_alert_attempts_total',
    help: 'Attempts to send alerts by what came of them.',
    labelNames: ['outcome'],
    registers: this.registers,
  });

  readonly alertStreams = new Gauge({
    name: 'sigcat_alert_streams',
    help: 'Streams of alerts that are read from this process.',
    registers: this.registers,
  });

  constructor(database: Database) {
    collectDefaultMetrics({ register: this.registry });
    new Gauge({
      name: 'sigcat_database_connections',
      help: 'Connections to PostgreSQL by state, and requests that wait for one.',
      labelNames: ['state'],
      registers: this.registers,
      collect() {
        for (const [state, count] of Object.entries(database.connections())) this.set({ state }, count);
      },
    });
    if (database.replicaStates() !== undefined) {
      new Gauge({
        name: 'sigcat_database_replicas',
        help: 'Replicas that are read from (fresh), and those that are not since they are behind or do not answer.',
        labelNames: ['state'],
        registers: this.registers,
        collect() {
          for (const [state, count] of Object.entries(database.replicaStates() ?? {}))
            this.set({ state }, count);
        },
      });
    }
  }

  /** What waits to be sent, in all processes. Where that cannot be told there are no figures. */
  watchBacklog(backlog: () => Promise<Backlog>): void {
    const watch = (name: string, help: string, figure: (backlog: Backlog) => number): void => {
      new Gauge({
        name,
        help,
        registers: this.registers,
        async collect() {
          this.remove();
          const now = await backlog().catch(() => undefined);
          if (now) this.set(figure(now));
        },
      });
    };
    watch(
      'sigcat_alert_deliveries_waiting',
      'Deliveries of alerts that are pending, in all processes.',
      ({ waiting }) => waiting,
    );
    watch(
      'sigcat_alert_oldest_waiting_seconds',
      'For how long the alert waits that has been waiting the longest; 0 where none does.',
      ({ oldestRaisedAt }) => (oldestRaisedAt ? (Date.now() - oldestRaisedAt.getTime()) / 1_000 : 0),
    );
  }

  countVerdict({ refused, report: { verdict } }: Judgement): void {
    this.verdicts.inc({ verdict, refused: String(refused) });
  }

  /** In Prometheus's text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }
}
