import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { type Artifact } from './artifacts';
import { type Outcome } from './ledger';

/** An answer that no client should get; its message says what it was. */
class UnexpectedAnswer extends Error {}

export interface UploadOptions {
  readonly ifExists: 'return' | 'create';
  /** Goes away after this share of the bytes. */
  readonly abortAfter?: number;
}

/** Uploads once, in the way of an ordinary client, and tells how it ended. @throws UnexpectedAnswer */
export async function upload(
  server: string,
  model: string,
  { bytes }: Artifact,
  { ifExists, abortAfter }: UploadOptions,
): Promise<Outcome> {
  const outgoing = request(`${server}/api/v1/models/default/${model}/versions?if_exists=${ifExists}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', 'content-length': bytes.length },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve).once('error', reject);
  });
  if (abortAfter !== undefined) {
    answered.catch(() => undefined);
    outgoing.write(bytes.subarray(0, Math.floor(bytes.length * abortAfter)));
    await wait(20);
    outgoing.destroy();
    return { kind: 'aborted' };
  }
  outgoing.end(bytes);
  let answer: { status: number | undefined; body: unknown };
  try {
    const message = await answered;
    answer = { status: message.statusCode, body: await json(message) };
  } catch {
    return { kind: 'lost' };
  }
  return outcomeOf(answer);
}

function outcomeOf({ status, body }: { status: number | undefined; body: unknown }): Outcome {
  const { version, code } = body as { version?: number; code?: string };
  if (status === 201 && version !== undefined) return { kind: 'created', number: version };
  if (status === 200 && version !== undefined) return { kind: 'existing', number: version };
  if (status === 409 && code === 'signature-incompatible') return { kind: 'refused' };
  if (status === 503 && code === 'database-unavailable') return { kind: 'unavailable' };
  throw new UnexpectedAnswer(`an upload was answered ${String(status)}: ${JSON.stringify(body)}`);
}
