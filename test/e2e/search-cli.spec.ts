import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api } from './harness/api';
import { type Outcome, Workplace } from './harness/command-line';
import { type OwnSigcat, startOwnSigcat } from './harness/own-sigcat';
import { savedModel } from './harness/saved-model';

let server: OwnSigcat;
let api: Api;
let workplace: Workplace;

beforeAll(async () => {
  server = await startOwnSigcat();
  api = server.api;
  const classify = 'serving_default(image: float32[?,224,224,3]) -> (scores: float32[?,1000])';
  const embed = 'embed(image: float32[?,224,224,3]) -> (embedding: float32[?,512])';
  await api.publish('vision/resnet', savedModel(classify, embed));
  await api.publish('vision/mobilenet', savedModel(classify), { label: 'team=edge' });
  await api.publish('fraud', savedModel('serving_default(x: float32[?,3]) -> (y: float32[?])'));
  await api.publish(
    'fraud2',
    savedModel('serving_default(x: float32[?,?]) -> (why: string[?], y: float32[?])'),
  );
  await api.publish('spam', savedModel('serving_default(x: float64[?]) -> ()'));
  await api.ask('putModelConfig', {
    params: { namespace: 'default', model: 'spam' },
    body: { mode: 'NONE' },
  });
  await api.publish('spam', savedModel('serving_default(x: bool[?]) -> ()'));
  const alias = { namespace: 'default', model: 'spam', alias: 'old' };
  await api.ask('putAlias', { params: alias, body: { version: 1 } });
  workplace = new Workplace({ SIGCAT_URL: server.url });
});

afterAll(async () => {
  workplace.remove();
  await server.end();
});

const search = (...words: readonly string[]): Promise<Outcome> => workplace.sigcat(['search', ...words]);

async function printed(...words: readonly string[]): Promise<string> {
  const { code, out, err } = await search(...words);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

describe('search', () => {
  it('prints what was found, who has it, and why it is there', async () => {
    expect(await printed('(float32[?,224,224,3]) -> (*[?,*])')).toBe(`2 signatures, the closest first

#  signature                                     versions            why
1  embed(image: float32[?,224,224,3])            vision/resnet@1     float32[?,224,224,3] is image
     -> (embedding: float32[?,512])                                  *[?,*] is embedding

2  serving_default(image: float32[?,224,224,3])  vision/mobilenet@1  float32[?,224,224,3] is image
     -> (scores: float32[?,1000])                vision/resnet@1     *[?,*] is scores
`);
  });

  it.each<[string, readonly string[], string, string]>([
    [
      'by a name that is nearly right',
      ['-> (~embeding: *)', '--limit', '5'],
      'vision/resnet@1',
      '~embeding: * is embedding (73%)',
    ],
    ['what accepts a caller', ['(x: float32[8,3])', '--relation', 'accepts'], 'fraud@1', 'x'],
    [
      'the same but for names',
      ['(a: float32[?,3]) -> (b: float32[?])', '--relation=exact'],
      'fraud@1',
      'the same but for names',
    ],
    [
      'what could take the place of a version',
      ['--drop-in-for', 'default/fraud@latest', '--transport', 'tensor'],
      'fraud2@1',
      'takes its place',
    ],
    [
      'by conditions of all kinds',
      [
        '(image: *)',
        ...['--namespace', 'vis*', '--model', 'mobilenet', '--model-format', 'saved-model'],
        ...['--framework-version', '2.*', '--method', '*/predict', '--tag-set', 'serve'],
        ...['--label', 'team', '--label', 'team=edge', '--published-since', '2026-01-31'],
      ],
      'vision/mobilenet@1',
      'image',
    ],
    ['an old version by its alias', ['(float64)', '--alias', 'old'], 'spam@1', 'float64 is x'],
    ['an old version', ['(float64)', '--all-versions'], 'spam@1', 'float64 is x'],
    ['within a filter', ['(image: *)', '--filter', `label.team = 'edge'`], 'vision/mobilenet@1', 'image'],
  ])('finds %s', async (_, words, version, why) => {
    const out = await printed(...words);
    expect(out).toContain(`  ${version}`);
    expect(out).toContain(`  ${why}\n`);
  });

  it('gives what the server answers as JSON', async () => {
    const q = '(float32[?,*,224,3]) -> (~embedings: *)';
    const { json } = await api.ask('searchSignatures', { query: { q } });
    expect(json.items).toHaveLength(1);
    expect(JSON.parse(await printed(q, '--format', 'json'))).toEqual(json);
    expect(json.asked).toEqual({ inputs: ['float32[?,*,224,3]'], outputs: ['~embedings: *'] });
  });

  it('goes on where it was told to stop', async () => {
    const notations = async (...words: readonly string[]): Promise<[string[], string | undefined]> => {
      const page = JSON.parse(await printed('(float32)', '--format', 'json', ...words)) as {
        items: { notation: string }[];
        next_page_token?: string;
      };
      return [page.items.map(({ notation }) => notation), page.next_page_token];
    };
    const [all, end] = await notations();
    expect(end).toBeUndefined();
    const [first, token = ''] = await notations('--limit', '3');
    const [second, none] = await notations('--limit', '3', '--page', token);
    expect([...first, ...second]).toEqual(all);
    expect([first.length, none]).toEqual([3, undefined]);
    expect(await printed('(float32)', '--limit', '3')).toMatch(
      new RegExp(`^the first 3 signatures, .*\\nThere may be more: --limit 6 .*\\n${token}\\n$`, 's'),
    );
  });

  it('is kept under a name, and run by it', async () => {
    const words = [
      '(~imag: *)',
      '--filter',
      "label.team = 'edge'",
      '--label',
      "owner=it's",
      '--model-format',
      'saved-model',
    ];
    expect(await search(...words, '--save', 'edge')).toEqual({
      code: 0,
      out: 'nothing found\n',
      err: 'kept: sigcat search --saved edge finds it again\n',
    });
    await search('--drop-in-for', 'fraud@1', '--transport', 'tensor', '--all-versions', '--save', 'drop-ins');
    const list = await workplace.sigcat(['searches']);
    expect(list).toEqual({
      code: 0,
      out: `name      search
drop-ins  --drop-in-for fraud@1 --transport tensor --all-versions
edge      '(~imag: *)' --filter 'label.team = '\\''edge'\\''' --format saved-model --label 'owner=it'\\''s'
`.replace('--format', '--model-format'),
      err: '',
    });
    expect(await printed('--saved', 'drop-ins', '--limit', '1')).toContain('fraud@1   the very same\n');
    const again = await workplace.sigcat(['searches', '--delete', 'drop-ins', '--format', 'json']);
    expect(JSON.parse(again.out)).toMatchObject({ items: [{ name: 'edge' }] });
    expect((await search('--saved', 'drop-ins')).err).toMatch(/^search-not-found: /);
  });

  it('is not kept where it is wrong', async () => {
    const { code, err } = await search('(x: float32[', '--save', 'wrong');
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringMatching(/^invalid-query: .*\n {2}\(x: float32\[\n {14}\^\n/),
    });
    expect((await search('--saved', 'wrong')).err).toMatch(/^search-not-found: /);
  });

  it('is not kept where it cannot be run, or under what is no name', async () => {
    expect(await search('(x: *)', '--save', 'unpaged', '--page', 'zzz')).toMatchObject({ code: 2, out: '' });
    expect((await search('--saved', 'unpaged')).err).toMatch(/^search-not-found: /);
    expect(await search('(x: *)', '--save', 'a b')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/^error: --save must be a name such as embeddings, not "a b"\n/),
    });
  });

  it('is listed by its beginning, and whole in JSON', async () => {
    const q = `(x: *, ${'y'.repeat(1_000)}: *)`;
    await search(q, '--save', 'long');
    const { out } = await workplace.sigcat(['searches']);
    expect(out).toMatch(/^long {2,}'\(x: \*, y{191}…$/m);
    const json = await workplace.sigcat(['searches', '--format', 'json']);
    expect(json.out).toContain(q);
    await workplace.sigcat(['searches', '--delete', 'long']);
  });

  it('is not about the model that the repository is about', async () => {
    workplace.write('models/.sigcat.yaml', 'model: fraud\n');
    const { out } = await workplace.sigcat(['search', '(image: *)'], 'models');
    expect(out).toContain('vision/resnet@1');
  });

  it('says that there is nothing', async () => {
    expect(await printed('(uint8[7])')).toBe('nothing found\n');
  });

  it.each<[string, readonly string[], string]>([
    [
      'a query',
      ['(x: float32['],
      'invalid-query: expected a size, `?`, `*` or a symbol at position 12, but found the end of the text\n' +
        '  (x: float32[\n' +
        '              ^\n',
    ],
    [
      'a filter',
      ['(x: *)', '--filter', 'format = onnx AND (model LIKE)'],
      'invalid-filter: expected a value: a word, or any text in single quotes at position 29, but found ")"\n' +
        '  format = onnx AND (model LIKE)\n' +
        '                               ^\n',
    ],
    [
      'a time',
      ['(x: *)', '--published-since', 'soon'],
      'invalid-filter: expected a date or a time such as 2025-01-31 or 2025-01-31T12:00:00Z at position 0, but found "soon"\n' +
        '  soon\n' +
        '  ^\n',
    ],
  ])('shows where %s is wrong', async (_, words, expected) => {
    const { code, out, err } = await search(...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.slice(0, expected.length)).toBe(expected);
  });

  it('reports a version that is not there', async () => {
    const { code, err } = await search('--drop-in-for', 'fraud@9');
    expect({ code, err }).toMatchObject({ code: 4, err: expect.stringMatching(/^version-not-found: /) });
  });
});

describe('sigcat search --facets', () => {
  it('prints what there is among what is found', async () => {
    expect(await printed('(*, ...) -> (*, ...)', '--facets')).toBe(
      [
        'of the 4 signatures found:',
        'input dtype   float32 4',
        'input rank    2 2, 4 2',
        'output dtype  float32 4, string 1',
        'output rank   1 2, 2 2',
        'format        saved-model 4',
        'namespace     default 2, vision 2',
        '',
      ].join('\n'),
    );
    expect(await printed('(nothing: *)', '--facets')).toBe('nothing found\n');
  });
});

describe('sigcat find', () => {
  const find = async (...words: readonly string[]): Promise<string> => {
    const { code, out, err } = await workplace.sigcat(['find', ...words]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return out;
  };

  it('lists names that are like a text, whatever has them', async () => {
    expect(await find('embed')).toBe('what       name\nsignature  embed\ntensor     embedding\n');
    expect(await find('fruad', '--kind', 'model')).toContain('model  default/fraud\n');
    expect(await find('qqqq')).toBe('no name is like it\n');
    expect(JSON.parse(await find('resnet', '--format', 'json'))).toMatchObject({
      items: [{ kind: 'model', namespace: 'vision', name: 'resnet', likeness: 1 }],
    });
  });
});
