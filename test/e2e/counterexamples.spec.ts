import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Api } from './harness/api';
import { type OwnSigcat, startOwnSigcat } from './harness/own-sigcat';
import { savedModel } from './harness/saved-model';

let sigcat: OwnSigcat;
let api: Api;

beforeAll(async () => {
  sigcat = await startOwnSigcat({ SIGCAT_MAX_COUNTEREXAMPLES: '1' });
  api = sigcat.api;
});

afterAll(async () => {
  await sigcat.end();
});

const at = (model: string): { namespace: string; model: string } => ({ namespace: 'default', model });
const three = savedModel('f(x: float32[?,3]) -> (y: float32[?])');
const four = savedModel('f(x: float32[?,4]) -> (y: float32[?], z: float32[?])');

/** Of the first error: callers over both transports send three features, which are refused now. */
const refusedRequest = {
  rule: 'input-dim-changed',
  counterexample: {
    tensor: {
      direction: 'backward',
      kind: 'request',
      alone: false,
      notation: 'f(x: float32[1,3])',
      oip: {
        text: '{"inputs":[{"name":"x","shape":[1,3],"datatype":"FP32","data":[0.0,0.0,0.0]}]}',
        abbreviated: false,
      },
    },
    json: {
      direction: 'backward',
      kind: 'request',
      alone: false,
      notation: 'f(x: float32[1,3])',
      rest: { text: '{"signature_name":"f","instances":[[0,0,0]]}', abbreviated: false },
    },
  },
};
const none = { none: 'only so many errors are proved at a time: 1' };
const findings = [refusedRequest, { rule: 'output-added', counterexample: { tensor: none, json: none } }];

it('stands with each error of a refusal, of its rehearsal and of a check, within the limit', async () => {
  await api.publish('refused', three);
  expect(await api.publish('refused', four)).toMatchObject({
    status: 409,
    problem: { report: { findings } },
  });
  expect((await api.publish('refused', four, { dry_run: true })).json).toMatchObject({
    report: { findings },
  });
  expect((await api.ask('checkCompatibility', { params: at('refused'), body: four })).json).toMatchObject({
    reports: [{ findings }],
  });
});

it('is stored with the report on a version, and there in a comparison of two', async () => {
  await api.ask('putModelConfig', { params: at('stored'), body: { mode: 'NONE' } });
  await api.publish('stored', three);
  const published = await api.publish('stored', four);
  expect(published).toMatchObject({ status: 201, json: { report: { findings } } });
  const stored = await api.ask('getReport', { params: { ...at('stored'), version: 2 } });
  expect(stored.json).toEqual(published.json.report);
  const diff = await api.ask('diffVersions', { params: at('stored'), query: { from: 1, to: 2 } });
  expect(diff.json).toMatchObject({ findings });
});

it('stands with the refusal of a gated alias', async () => {
  const body = { mode: 'NONE', gate_aliases: ['live'] };
  await api.ask('putModelConfig', { params: at('gated'), body });
  await api.publish('gated', three);
  await api.publish('gated', four);
  const move = (version: number) =>
    api.ask('putAlias', { params: { ...at('gated'), alias: 'live' }, body: { version } });
  expect((await move(1)).status).toBe(200);
  await api.ask('putModelConfig', { params: at('gated'), body: { ...body, mode: 'BACKWARD' } });
  expect(await move(2)).toMatchObject({ status: 409, problem: { report: { findings } } });
});

it('stands with no finding that is not an error', async () => {
  await api.publish('safe', three);
  const { json } = await api.publish('safe', savedModel('f(x: float32[?,?]) -> (y: float32[?])'));
  const [finding] = (json.report as { findings: object[] }).findings;
  expect(finding).toMatchObject({ rule: 'input-dim-relaxed', level: 'info' });
  expect(finding).not.toHaveProperty('counterexample');
});
