import { json } from 'node:stream/consumers';

/** What the benchmark gave this process to do. */
export async function readInput<Input>(): Promise<Input> {
  return (await json(process.stdin)) as Input;
}

/** Tells the benchmark what came out. */
export function answer(result: unknown): void {
  process.stdout.write(JSON.stringify(result));
}
