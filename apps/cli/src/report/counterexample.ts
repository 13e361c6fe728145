import type { BodyJson, CounterexampleJson, NoneJson } from '@sigcat/compat';

/** A call that worked and breaks, as it is shown to people. */
export interface ShownCall {
  /** `Counterexample over json` */
  readonly title: string;
  readonly notation: string;
  readonly bodies: readonly ShownBody[];
}

interface ShownBody {
  /** What protocol it is in. */
  readonly title: string;
  readonly text: string;
}

interface Proved {
  readonly counterexample?: CounterexampleJson | undefined;
}

/** The calls that prove a finding: one, where it is the same over both transports. */
export function callsOf({ counterexample }: Proved): readonly ShownCall[] {
  if (counterexample === undefined) return [];
  const { tensor, json } = counterexample;
  const inference = 'none' in tensor ? [] : bodiesOf('Open Inference Protocol', tensor.oip);
  const rest = 'none' in json ? [] : bodiesOf('TensorFlow Serving, REST', json.rest);
  if ('none' in tensor) return 'none' in json ? [] : [shown('json', json, rest)];
  if ('none' in json) return [shown('tensor', tensor, inference)];
  const isOne = (['notation', 'direction', 'alone'] as const).every((of) => tensor[of] === json[of]);
  return isOne
    ? [shown(undefined, tensor, [...rest, ...inference])]
    : [shown('tensor', tensor, inference), shown('json', json, rest)];
}

export function isProved(finding: Proved): boolean {
  return callsOf(finding).length > 0;
}

/** Why no call proves a finding that calls were sought for. */
export function whyUnproved({ counterexample }: Proved): string | undefined {
  if (counterexample === undefined || isProved({ counterexample })) return undefined;
  const { tensor, json } = counterexample;
  const reasons = [tensor, json].flatMap((call) => ('none' in call ? [call.none] : []));
  return [...new Set(reasons)].join('; ');
}

function shown(
  transport: keyof CounterexampleJson | undefined,
  { notation, direction, alone }: Exclude<CounterexampleJson[keyof CounterexampleJson], NoneJson>,
  bodies: readonly ShownBody[],
): ShownCall {
  const over = transport === undefined ? '' : ` over ${transport}`;
  const rollback = direction === 'forward' ? ' after a rollback' : '';
  const condition = alone ? ', only this changed' : '';
  return { title: `Counterexample${over}${rollback}${condition}`, notation, bodies };
}

function bodiesOf(title: string, body: BodyJson | NoneJson): ShownBody[] {
  if ('none' in body) return [];
  return [{ title: `${title}${body.abbreviated ? ', cut short' : ''}`, text: body.text }];
}
