import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Root } from 'protobufjs';
import { type OwnSigcat, startOwnSigcat } from './harness/own-sigcat';
import { grpcPortOf, type ModelMetadata, PredictionClient } from './harness/prediction-client';
import { savedModel } from './harness/saved-model';
import { spawnSigcat } from './harness/sigcat-process';

const protos = join(__dirname, '../../proto');
const messages = new Root().loadSync(join(protos, 'saved_model.proto'), { keepCase: true });

let sigcat: OwnSigcat;
let port: number;
let client: PredictionClient;

beforeAll(async () => {
  sigcat = await startOwnSigcat({ SIGCAT_GRPC_PORT: '0', SIGCAT_LOG_LEVEL: 'info' });
  port = grpcPortOf(sigcat);
  client = new PredictionClient(port);
  const { api } = sigcat;
  await api.publish('payments/faced', savedModel('serving_default(a: float32[?,3]) -> (y: int64[?])'));
  await api.publish('faced', savedModel('serving_default(a: float32[?,3]) -> (y: int64[?])'));
  await api.publish(
    'faced',
    savedModel('serving_default(a: float32[?,3]) -> (y: int64[?])', 'open() -> (z: bool[])'),
  );
  const alias = { namespace: 'default', model: 'faced', alias: 'stable' };
  await api.ask('putAlias', { params: alias, body: { version: 1 } });
});

afterAll(async () => {
  client.close();
  await sigcat.end();
});

const ask = (request: object): Promise<ModelMetadata> => client.ask(request);

const metadata_field = ['signature_def'];

describe('GetModelMetadata over gRPC', () => {
  it.each<[string, object, string, string]>([
    ['the latest version', { name: 'faced' }, '2', 'faced'],
    ['a version by its number', { name: 'faced', version: { value: 1 } }, '1', 'faced'],
    ['a version by its label', { name: 'faced', version_label: 'stable' }, '1', 'faced'],
    ['a model of another namespace', { name: 'payments/faced' }, '1', 'payments/faced'],
  ])('tells of %s', async (_, model_spec, version, name) => {
    const { model_spec: spec, metadata } = await ask({ model_spec, metadata_field });
    expect(spec).toMatchObject({ name, version: { value: version } });
    expect(Object.keys(metadata)).toEqual(metadata_field);
  });

  it('answers with the message that TensorFlow Serving answers with', async () => {
    const { metadata } = await ask({ model_spec: { name: 'faced' }, metadata_field });
    const { type_url, value } = metadata['signature_def'] ?? { value: Buffer.alloc(0) };
    expect(type_url).toBe('type.googleapis.com/tensorflow.serving.SignatureDefMap');
    const map = messages.lookupType('tensorflow.SignatureDefMap').decode(value).toJSON();
    expect(map).toMatchObject({
      signature_def: {
        open: { outputs: { z: { dtype: 'DT_BOOL' } } },
        serving_default: {
          inputs: {
            a: { name: 'a:0', dtype: 'DT_FLOAT', tensor_shape: { dim: [{ size: '-1' }, { size: '3' }] } },
          },
        },
      },
    });
  });

  it.each<[string, object, number, string]>([
    ['no model', { metadata_field }, status.INVALID_ARGUMENT, 'model_spec'],
    ['no field', { model_spec: { name: 'faced' } }, status.INVALID_ARGUMENT, 'signature_def'],
    [
      'another field',
      { model_spec: { name: 'faced' }, metadata_field: ['graph_def'] },
      status.INVALID_ARGUMENT,
      'graph_def',
    ],
    ['an unknown model', { model_spec: { name: 'none' }, metadata_field }, status.NOT_FOUND, 'none'],
    [
      'an unknown version',
      { model_spec: { name: 'faced', version: { value: '9223372036854775807' } }, metadata_field },
      status.NOT_FOUND,
      '9223372036854775807',
    ],
    [
      'version 0, which is not left out',
      { model_spec: { name: 'faced', version: { value: 0 } }, metadata_field },
      status.NOT_FOUND,
      '0',
    ],
    [
      'an unknown label',
      { model_spec: { name: 'faced', version_label: 'none' }, metadata_field },
      status.NOT_FOUND,
      'none',
    ],
    [
      'a label that none can be',
      { model_spec: { name: 'faced', version_label: 'a\0b' }, metadata_field },
      status.INVALID_ARGUMENT,
      'version_label',
    ],
    [
      'a model without a name',
      { model_spec: { version_label: 'stable' }, metadata_field },
      status.INVALID_ARGUMENT,
      'ModelSpec has no name specified.',
    ],
    [
      'a name too long to be said again',
      { model_spec: { name: 'ä'.repeat(200_000) }, metadata_field },
      status.NOT_FOUND,
      'There is no model ä',
    ],
    [
      'a field too long to be said again',
      { model_spec: { name: 'faced' }, metadata_field: ['f'.repeat(200_000)] },
      status.INVALID_ARGUMENT,
      'There is no metadata_field f',
    ],
    ...['', 'f'].map((first): [string, object, number, string] => [
      `a field too long whose characters are halves, ${first === '' ? 'even' : 'odd'} ones`,
      { model_spec: { name: 'faced' }, metadata_field: [first + '😀'.repeat(1_000)] },
      status.INVALID_ARGUMENT,
      'There is no metadata_field',
    ]),
    [
      'a label too long to be said again',
      { model_spec: { name: 'faced', version_label: 'f'.repeat(200_000) }, metadata_field },
      status.INVALID_ARGUMENT,
      'version_label f',
    ],
    [
      'a request beyond the limit',
      { model_spec: { name: 'f'.repeat(2 ** 21) }, metadata_field },
      status.RESOURCE_EXHAUSTED,
      'larger than max',
    ],
  ])('refuses %s', async (_, request, code, word) => {
    await expect(ask(request)).rejects.toMatchObject({ code, details: expect.stringContaining(word) });
  });

  it('writes a line a call, and counts it', async () => {
    await ask({ model_spec: { name: 'faced' }, metadata_field });
    const route = '/tensorflow.serving.PredictionService/GetModelMetadata';
    expect(sigcat.output()).toContain(`"method":"GRPC","route":"${route}","status":"OK"`);
    const metrics = await (await fetch(`${sigcat.url}/metrics`)).text();
    expect(metrics).toContain(
      `sigcat_http_request_seconds_count{method="GRPC",route="${route}",status="OK"}`,
    );
  });

  it('does not start on a port that is taken', async () => {
    const env = { DATABASE_URL: sigcat.databaseUrl, SIGCAT_PORT: '0', SIGCAT_GRPC_PORT: String(port) };
    const second = spawnSigcat({ ...env, SIGCAT_DATA_DIR: sigcat.dataDir }, 'query-api');
    let printed = '';
    second.stderr?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    const code = await new Promise((resolve) => second.once('exit', resolve));
    expect(code).toBe(1);
    expect(printed).toContain(`gRPC cannot listen on 127.0.0.1:${port}`);
  });
});
