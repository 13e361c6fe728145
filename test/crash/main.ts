import { parseArgs } from 'node:util';
import { crash, type CrashResult, type Victim } from './crash';
import { killCheckers } from './alerts/kill-checkers';
import { mutant } from './mutant';

const usage = `npm run crash -- [--victim server|database] [--kills N] [--seed S] [--minutes M] [--mutant NAME]
npm run crash -- --victim checker [--publishes N] [--seed S]
  Kills the server, or PostgreSQL, or one after the other, N times (1000) amid uploads, for M minutes at most,
  and checks after each restart that nothing acknowledged is lost and nothing else half there. A mutant
  is a server with one thing done wrong, which must be found out.
  Of checkers two run at once, and are killed while N versions (1000) are published: each alert has to arrive.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      victim: { type: 'string' },
      kills: { type: 'string', default: '1000' },
      publishes: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      minutes: { type: 'string' },
      mutant: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const kills = Number(values.kills);
  const seed = Number(values.seed);
  const minutes = Number(values.minutes ?? Infinity);
  const publishes = Number(values.publishes);
  const isNumber = [kills, publishes, seed, minutes].every((number) => number >= 0);
  if (values.victim === 'checker' && !values.help && isNumber) {
    await killAmidAlerts(publishes, seed);
    return;
  }
  const victims = (['server', 'database'] as const).filter(
    (victim) => values.victim === undefined || values.victim === victim,
  );
  if (values.help || victims.length === 0 || !isNumber) {
    process.stdout.write(usage);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  for (const victim of victims) {
    const until = minutes === Infinity ? {} : { until: new Date(Date.now() + minutes * 60_000) };
    const env = values.mutant === undefined ? {} : mutant(values.mutant);
    const started = Date.now();
    const result = await crash({ victim, kills, seed, env, ...until, progress: tell(victim) });
    process.stdout.write(report(victim, seed, (Date.now() - started) / 1_000, result));
    if (result.violations.length > 0) process.exitCode = 1;
  }
}

async function killAmidAlerts(publishes: number, seed: number): Promise<void> {
  const started = Date.now();
  const progress = (done: number): void => {
    if (done % 100 === 0) process.stderr.write(`checker: ${done} versions\n`);
  };
  const { violations, summary } = await killCheckers({ publishes, seed, progress });
  const seconds = Math.round((Date.now() - started) / 1_000);
  process.stdout.write(
    linesOf(`checker: seed ${seed}, ${seconds} s, ${violations.length} violations`, summary, violations),
  );
  if (violations.length > 0) process.exitCode = 1;
}

function tell(victim: Victim): (kills: number) => void {
  return (kills) => {
    if (kills % 25 === 0) process.stderr.write(`${victim}: ${kills} kills\n`);
  };
}

function report(victim: Victim, seed: number, seconds: number, result: CrashResult): string {
  const { kills, violations, summary } = result;
  const head = `${victim}: ${kills} kills with seed ${seed} in ${Math.round(seconds)} s, ${violations.length} violations`;
  return linesOf(head, summary, violations);
}

function linesOf(
  head: string,
  summary: Readonly<Record<string, number>>,
  violations: readonly string[],
): string {
  const lines = [
    head,
    ...Object.entries(summary).map(([what, count]) => `  ${String(count).padStart(8)} ${what}`),
    ...violations.map((violation) => `  VIOLATION ${violation}`),
  ];
  return `${lines.join('\n')}\n`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
