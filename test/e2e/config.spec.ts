import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api } from './harness/api';
import { type OwnSigcat, startOwnSigcat } from './harness/own-sigcat';
import { savedModel } from './harness/saved-model';

let sigcat: OwnSigcat;
let api: Api;

beforeAll(async () => {
  sigcat = await startOwnSigcat();
  api = sigcat.api;
});

afterAll(async () => {
  await sigcat.end();
});

const level = { namespace: 'layered', model: 'm' };

describe('settings', () => {
  it('come from the nearest level that has them, each rule by itself, and say from which', async () => {
    const everything = {
      transport: 'json',
      mode: 'NONE',
      severities: { 'input-renamed': 'warning', 'output-added': 'info' },
    };
    const ofNamespace = { mode: 'FULL', unknown_shapes: 'strict', severities: { 'output-added': 'hidden' } };
    const ofModel = { mode: 'BACKWARD', baseline: '@production', gate_aliases: ['production'] };
    await api.ask('putConfig', { body: everything });
    await api.ask('putNamespaceConfig', { params: { namespace: 'layered' }, body: ofNamespace });
    await api.ask('putModelConfig', { params: level, body: ofModel });

    const effective = await api.ask('getModelConfig', { params: level, query: { effective: true } });
    expect(effective.json).toEqual({
      mode: { value: 'BACKWARD', from: 'model' },
      transport: { value: 'json', from: 'global' },
      unknown_shapes: { value: 'strict', from: 'namespace' },
      extra_inputs: { value: 'reject', from: 'default' },
      baseline: { value: '@production', from: 'model' },
      severities: {
        'input-renamed': { value: 'warning', from: 'global' },
        'output-added': { value: 'hidden', from: 'namespace' },
      },
      gate_aliases: { value: ['production'], from: 'model' },
    });
    const above = await api.ask('getNamespaceConfig', {
      params: { namespace: 'layered' },
      query: { effective: true },
    });
    expect(above.json).toMatchObject({ mode: { value: 'FULL', from: 'namespace' } });
    expect((await api.ask('getModelConfig', { params: level })).json).toEqual(ofModel);
    await api.ask('deleteConfig');
    await api.ask('deleteNamespaceConfig', { params: { namespace: 'layered' } });
  });

  it('are the defaults where nothing is set', async () => {
    const { json } = await api.ask('getConfig', { query: { effective: true } });
    expect(json).toEqual({
      mode: { value: 'BACKWARD', from: 'default' },
      transport: { value: 'both', from: 'default' },
      unknown_shapes: { value: 'warn', from: 'default' },
      extra_inputs: { value: 'reject', from: 'default' },
      baseline: { value: 'latest', from: 'default' },
      severities: {},
      gate_aliases: { value: [], from: 'default' },
    });
  });

  it('are what the gate goes by, until they are removed', async () => {
    const params = { namespace: 'judged', model: 'm' };
    await api.ask('putNamespaceConfig', {
      params: { namespace: 'judged' },
      body: { mode: 'NONE', unknown_shapes: 'strict' },
    });
    await api.ask('putModelConfig', { params, body: { mode: 'BACKWARD' } });
    await api.publish('judged/m', savedModel('f(x: int64[...]) -> ()'));
    const refused = await api.publish('judged/m', savedModel('f(x: int64[3]) -> ()'));
    expect(refused).toMatchObject({
      status: 409,
      json: { report: { findings: [{ rule: 'input-rank-restricted', level: 'error' }] } },
    });
    expect(await api.ask('deleteModelConfig', { params })).toMatchObject({ status: 204 });
    expect(await api.ask('deleteModelConfig', { params })).toMatchObject({
      status: 404,
      json: { code: 'config-not-found' },
    });
    expect(await api.publish('judged/m', savedModel('f(x: int64[3]) -> ()'))).toMatchObject({ status: 201 });
  });

  it.each([
    [{ mode: 'SIDEWAYS' }, 'body/mode', /BACKWARD_TRANSITIVE/],
    [{ transport: 'pigeon' }, 'body/transport', /tensor/],
    [{ baseline: 'production' }, 'body/baseline', /`latest` or `@alias`/],
    [{ baseline: '@1' }, 'body/baseline', /`latest` or `@alias`/],
    [{ severities: { 'input-remvoed': 'info' } }, 'body/severities/input-remvoed', /there is no such rule/],
    [{ severities: { 'input-removed': 'fatal' } }, 'body/severities/input-removed', /warning/],
    [{ gate_aliases: ['latest'] }, 'body/gate_aliases/0', /not be `latest`/],
    [{ gate_aliases: ['a', 'a'] }, 'body/gate_aliases', /each alias once/],
    [{ gate_aliases: Array.from({ length: 65 }, (_, i) => `a${i}`) }, 'body/gate_aliases', /at most 64/],
    [{ moed: 'NONE' }, 'body', /moed/],
  ])('that nobody can go by are refused with the reason: %j', async (body, at, message) => {
    const answer = await api.ask('putModelConfig', { params: { namespace: 'wrong', model: 'm' }, body });
    expect(answer).toMatchObject({ status: 400, json: { code: 'invalid-request' } });
    const { errors } = answer.problem as { errors?: { at: string; message: string }[] };
    expect(errors).toEqual([{ at, message: expect.stringMatching(message) }]);
    expect(await api.ask('getModelConfig', { params: { namespace: 'wrong', model: 'm' } })).toMatchObject({
      status: 404,
    });
  });
});
