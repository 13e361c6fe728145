import { digestOf } from '@sigcat/core';
import { type StoredVersion } from './catalogue';

const atOnce = 8;

/** Reads versions through the server, bytes included; resolves to what is wrong with them. */
export async function checkReadable(server: string, versions: readonly StoredVersion[]): Promise<string[]> {
  const queue = [...versions];
  const violations: string[] = [];
  const reader = async (): Promise<void> => {
    for (let version = queue.pop(); version; version = queue.pop()) {
      const fault = await faultOf(server, version);
      if (fault !== undefined) violations.push(`${version.model}@${version.number} ${fault}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, reader));
  return violations;
}

async function faultOf(
  server: string,
  { model, number, digest, size }: StoredVersion,
): Promise<string | undefined> {
  const url = `${server}/api/v1/models/default/${model}/versions/${number}`;
  const record = await fetch(url);
  if (record.status !== 200) return `is answered ${record.status}: ${await record.text()}`;
  const told = (await record.json()) as { digest: string; size: number; graphs: readonly unknown[] };
  if (told.digest !== digest || told.size !== size || told.graphs.length === 0)
    return `is told to be ${JSON.stringify(told)}`;

  const artifact = await fetch(`${url}/artifact`);
  if (artifact.status !== 200) return `has no bytes: ${artifact.status} ${await artifact.text()}`;
  const bytes = Buffer.from(await artifact.arrayBuffer());
  return digestOf(bytes) === digest ? undefined : `has ${bytes.length} bytes that are not its own`;
}
