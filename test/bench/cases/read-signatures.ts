import { spawnSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { runScript } from '../harness/child';
import { type Benchmark, type Figure } from '../harness/figure';
import { inMegabytes } from '../harness/process-memory';
import { median } from '../harness/statistics';
import { frameOf, writeSparseModel } from '../models/large-model';
import { smallNode } from '../models/nodes';

/** What the scripts `read-artifact` and `decode-fully` tell of one reading. */
export interface Reading {
  readonly seconds: number;
  readonly bytesRead: number;
  /** Bytes of resident memory at most, beyond those before. */
  readonly growth: number;
}

const mebibyte = 2 ** 20;
const largeSize = 2 * 2 ** 30;
const decodedSize = 200e6;
const repetitions = 5;
const notation = 'serving_default(image: float32[?,224,224,3]) -> (scores: float32[?,1000])';

export const readSignatures: Benchmark = {
  name: 'read-signatures',
  about: 'the signatures out of a SavedModel of 2 GiB, beside decoding one and hashing one',
  async measure(bench) {
    const large = join(bench.folder, 'large.pb');
    writeSparseModel(large, largeSize, notation);
    const decodable = join(bench.folder, 'decodable.pb');
    writeModelOfNodes(decodable, decodedSize);

    const ours: Reading[] = [];
    const sameAsDecoded: Reading[] = [];
    const hashing: number[] = [];
    for (let i = 0; i < repetitions; i++) {
      ours.push((await runScript('read-artifact', { path: large })) as Reading);
      sameAsDecoded.push((await runScript('read-artifact', { path: decodable })) as Reading);
      hashing.push(secondsToHash(large));
    }
    bench.say('decoding 200 MB with protobufjs ...');
    const decoded = (await runScript(
      'decode-fully',
      { path: decodable },
      {
        nodeOptions: ['--max-old-space-size=8192'],
      },
    )) as Reading;

    const seconds = median(ours.map((reading) => reading.seconds));
    const hashed = median(hashing.filter(Number.isFinite));
    const small = median(sameAsDecoded.map((reading) => reading.seconds));
    return [
      { case: 'Sigcat, 2 GiB', metric: 'time', value: seconds, unit: 's' },
      {
        case: 'Sigcat, 2 GiB',
        metric: 'bytes read',
        value: Math.max(...ours.map(({ bytesRead }) => bytesRead)),
        unit: 'bytes',
        target: { atMost: mebibyte },
      },
      {
        case: 'Sigcat, 2 GiB',
        metric: 'memory growth',
        value: inMegabytes(Math.max(...ours.map(({ growth }) => growth))),
        unit: 'MB',
        target: { atMost: inMegabytes(32 * mebibyte) },
      },
      { case: 'openssl dgst -sha256, 2 GiB', metric: 'time', value: hashed, unit: 's' },
      { case: 'openssl / Sigcat, 2 GiB', metric: 'time', value: hashed / seconds, unit: 'ratio' },
      { case: 'Sigcat, 200 MB', metric: 'time', value: small, unit: 's' },
      ...decodingFigures(decoded),
      { case: 'protobufjs / Sigcat, 200 MB', metric: 'time', value: decoded.seconds / small, unit: 'ratio' },
    ];
  },
};

function decodingFigures({ seconds, growth }: Reading): Figure[] {
  const one = 'protobufjs decoding all, 200 MB';
  return [
    { case: one, metric: 'time', value: seconds, unit: 's' },
    { case: one, metric: 'memory growth', value: inMegabytes(growth), unit: 'MB' },
  ];
}

/** NaN where there is no openssl. */
function secondsToHash(path: string): number {
  const begun = performance.now();
  const { status } = spawnSync('openssl', ['dgst', '-sha256', path], { timeout: 300_000 });
  return status === 0 ? (performance.now() - begun) / 1_000 : NaN;
}

/** A SavedModel of about so many bytes, all of them small nodes. */
function writeModelOfNodes(path: string, size: number): void {
  const batch: Buffer[] = [];
  for (let i = 0; i < 5_000; i++) batch.push(smallNode(i));
  const nodes = Buffer.concat(batch);
  const times = Math.ceil(size / nodes.length);
  const { head, tail } = frameOf(times * nodes.length, notation);
  const file = openSync(path, 'w');
  try {
    writeSync(file, head);
    for (let i = 0; i < times; i++) writeSync(file, nodes);
    writeSync(file, tail);
  } finally {
    closeSync(file);
  }
}
