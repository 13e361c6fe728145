import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isMap, parseDocument, visit } from 'yaml';
import { programFor } from './program';
import { readRepositoryFile } from './repository-file/read';
import { Folder } from './testing/models';
import { RecordedTerminal } from './testing/recorded-terminal';

const root = join(__dirname, '../../..');
const page = (name: string): string => readFileSync(join(root, name), 'utf8');
const recipes = Array.from(page('docs/ci.md').matchAll(/^```yaml\n(.*?)^```$/gms), ([, text = '']) => text);

/** Every text in a piece of YAML, folded as YAML folds it. */
function textsIn(yaml: string): string[] {
  const texts: string[] = [];
  visit(parseDocument(yaml), {
    Scalar: (_, { value }) => {
      if (typeof value === 'string') texts.push(value);
    },
  });
  return texts;
}

/** The commands in a text, from the word after `sigcat` to the end of the line. */
function commandsIn(text: string): string[] {
  return Array.from(text.matchAll(/(?:^|\s)sigcat ([a-z]+ [^\n#]*)/g), ([, words = '']) => words.trim());
}

/** Commands that a page shows by themselves, in blocks or in a line. */
function commandsOn(name: string): string[] {
  const text = page(name).replace(/^```yaml\n.*?^```$/gms, '');
  const blocks = Array.from(
    text.matchAll(/^ {4}(.*)$|^\$ (.*)$/gm),
    ([, block, line]) => block ?? line ?? '',
  );
  const spans = Array.from(text.matchAll(/`(sigcat [^`]*)`/g), ([, span = '']) => span.replaceAll('\n', ' '));
  return [...blocks, ...spans].flatMap(commandsIn);
}

const commands = [
  ...recipes.flatMap(textsIn).flatMap(commandsIn),
  ...commandsOn('docs/ci.md'),
  ...commandsOn('README.md'),
];

it('finds recipes and commands to look at', () => {
  expect(recipes).toHaveLength(4);
  expect(commands.filter((words) => words.startsWith('check '))).toHaveLength(4);
  expect(commands.length).toBeGreaterThan(7);
});

it.each(recipes.map((text) => [text.split('\n', 1)[0], text]))('is YAML: %s', (_, text) => {
  const { errors, warnings, contents } = parseDocument(text ?? '');
  expect([...errors, ...warnings]).toEqual([]);
  expect(isMap(contents)).toBe(true);
});

it.each([
  [0, { model: 'fraud' }],
  [1, { approvals: [{ approver: 'ada' }] }],
])('has files for repositories that are read', (recipe, expected) => {
  const folder = new Folder();
  expect(readRepositoryFile(folder.write('.sigcat.yaml', recipes[recipe] ?? ''))).toMatchObject(expected);
  folder.remove();
});

it.each(commands)('is a command that there is: sigcat %s', (text) => {
  const [name = '', ...words] = Array.from(text.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g), (match) =>
    match.slice(1).join(''),
  );
  const call = { terminal: new RecordedTerminal(), defaults: {}, exitCode: 0 as const };
  const command = programFor(call).commands.find((one) => one.name() === name);
  expect(command?.name()).toBe(name);
  const { operands, unknown } = command?.parseOptions(words) ?? { operands: [], unknown: words };
  expect(unknown).toEqual([]);
  const taken = command?.registeredArguments ?? [];
  expect(operands.length).toBeGreaterThanOrEqual(taken.filter(({ required }) => required).length);
  expect(operands.length).toBeLessThanOrEqual(taken.length);
});

describe('a recipe keeps one comment', () => {
  const marker = '<!-- sigcat -->';
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => {
    folder.remove();
  });

  /** Runs what a recipe runs, in a folder of its own. */
  async function runScript(
    recipe: number,
    part: string,
    env: Readonly<Record<string, string>>,
  ): Promise<void> {
    const script = textsIn(recipes[recipe] ?? '').find((text) => text.includes(part)) ?? 'false';
    const { PATH = '' } = process.env;
    await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: folder.path,
      env: { ...env, PATH: `${folder.path}:${PATH}` },
    });
  }

  it.each([
    ['begins it', [], `POST /notes`],
    [
      'writes it anew',
      [
        { id: 6, body: 'Fine.' },
        { id: 7, body: `${marker}\nold` },
      ],
      'PUT /notes/7',
    ],
  ])('on GitLab: %s', async (_, notes, expected) => {
    const asked: string[] = [];
    const listener: RequestListener = (request, response) => {
      const url = (request.url ?? '').replace('/api/v4/projects/4/merge_requests/2', '').replace(/\?.*/, '');
      asked.push(`${request.method ?? ''} ${url} ${String(request.headers['private-token'])}`);
      void request.toArray().then((chunks: Buffer[]) => {
        const { body } = JSON.parse(Buffer.concat(chunks).toString() || '{}') as { body?: string };
        if (body !== undefined) asked.push(body);
        response.setHeader('content-type', 'application/json').end(JSON.stringify(notes));
      });
    };
    const server = createServer(listener).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    folder.write('sigcat.md', `${marker}\nnew\n`);
    try {
      const { port } = server.address() as AddressInfo;
      await runScript(3, 'fetch', {
        CI_API_V4_URL: `http://127.0.0.1:${port}/api/v4`,
        CI_PROJECT_ID: '4',
        CI_MERGE_REQUEST_IID: '2',
        SIGCAT_COMMENT_TOKEN: 'token',
      });
    } finally {
      server.close();
    }
    expect(asked).toEqual(['GET /notes token', `${expected} token`, `${marker}\nnew\n`]);
  });

  it.each([
    ['begins it', '', 'api --method POST repos/o/r/issues/2/comments --field body=@sigcat.md'],
    [
      'writes it anew',
      'https://api/comments/7',
      'api --method PATCH https://api/comments/7 --field body=@sigcat.md',
    ],
  ])('on GitHub: %s', async (_, comment, expected) => {
    folder.write(
      'gh',
      `#!/bin/sh\necho "$*" >> asked\ncase "$*" in *--jq*) echo '${comment}';; esac\n`,
      0o755,
    );
    folder.write('sigcat.md', marker);
    await runScript(2, 'gh api', { ISSUE: 'repos/o/r/issues/2' });
    const asked = readFileSync(join(folder.path, 'asked'), 'utf8').trimEnd().split('\n');
    expect(asked.map((line) => line.replace(/ --jq .*/, ''))).toEqual([
      'api --paginate repos/o/r/issues/2/comments',
      expected,
    ]);
  });
});
