import { expect, it } from '@jest/globals';
import { type SearchPage } from '@sigcat/client';
import { parseSignature, signatureToJson } from '@sigcat/core';
import { expectGolden } from '../testing/golden';
import { controls } from '../testing/models';
import { RecordedTerminal } from '../testing/recorded-terminal';
import { searchText } from './search-text';

type Hit = SearchPage['items'][number];
type Binding = NonNullable<Hit['bindings']>['inputs'][number];

/** A hit as a server would answer it: of tensors asked for, by their place, what they were found in. */
function hit(
  notation: string,
  versions: readonly string[],
  {
    inputs = [],
    outputs = [],
    ...more
  }: Partial<Omit<Hit, 'inputs' | 'outputs'>> & { inputs?: Binding[]; outputs?: Binding[] } = {},
): Hit {
  const { key, signature } = parseSignature(notation);
  const bindings = { inputs: new Map<string, never>(), outputs: new Map<string, never>() };
  const json = signatureToJson({ key, methodName: '', signature, bindings });
  return {
    ...(json as unknown as Pick<Hit, 'notation' | 'digest' | 'inputs' | 'outputs'>),
    exactness: null,
    extra: 0,
    verdict: null,
    bindings: { inputs, outputs },
    versions: versions.map((version, i) => ({
      namespace: 'payments',
      model: version,
      version: i + 1,
      key,
      tag_set: ['serve'],
      published_at: '2026-12-01T00:00:00.000Z',
    })),
    more_versions: false,
    ...more,
  };
}

const wide = Array.from({ length: 40 }, (_, i) => `feature_${i}: float32[?]`).join(', ');
const mean = '\u001b[2K\u202e\n';

const pages: Readonly<Record<string, SearchPage>> = {
  several: {
    asked: { inputs: ['image: float32[?,224,224,3]', 'feature_30?: *'], outputs: ['~embeding: *[?,512]'] },
    items: [
      hit('f(image: float32[?,224,224,3]) -> (embedding: float32[?,512])', ['resnet', 'clip'], {
        inputs: [{ asked: 0, name: 'image' }],
        outputs: [{ asked: 0, name: 'embedding', similarity: 0.727 }],
        more_versions: true,
      }),
      hit(`serving_default(${wide}, image: float32[?,224,224,3]) -> (embeddings: float32[?,512])`, ['wide'], {
        inputs: [
          { asked: 0, name: 'image' },
          { asked: 1, name: 'feature_30' },
        ],
        outputs: [{ asked: 0, name: 'embeddings', similarity: 0.58 }],
        extra: 39,
      }),
      hit('f() -> (embedding: float32[?,512], image: string[])', ['none'], {
        verdict: 'undecided',
        outputs: [{ asked: 0, name: 'embedding', similarity: 0.727 }],
        extra: 1,
      }),
    ],
    next_page_token: 'TOKEN',
  },
  replacements: {
    asked: null,
    items: [
      hit('f(x: float32[?,3]) -> (y: float32[?])', ['fraud'], { bindings: null, exactness: 'identical' }),
      hit('f(x: float32[?,?]) -> (y: float32[?], z: float32[?])', ['fraud2'], { bindings: null, extra: 1 }),
    ],
  },
  hostile: {
    asked: { inputs: [`"x${mean}": *`], outputs: [] },
    items: [
      hit(
        `"key${JSON.stringify(mean).slice(1, -1)}"("x${JSON.stringify(mean).slice(1, -1)}": int8[]) -> ()`,
        [mean],
        {
          inputs: [{ asked: 0, name: `x${mean}` }],
        },
      ),
    ],
    next_page_token: mean,
  },
  nothing: { asked: { inputs: [], outputs: [] }, items: [] },
};

it.each([
  ['several', 100],
  ['several', 60],
  ['replacements', 100],
  ['nothing', 100],
] as const)('shows hits as a table: %s, %i wide', (name, width) => {
  const { out } = new RecordedTerminal({}, { width });
  expectGolden(`search-${name}-${width}.txt`, searchText(pages[name] as SearchPage, 3, out));
});

it('has nothing in it that would do something to a terminal', () => {
  expect(searchText(pages['hostile'] as SearchPage, 1, new RecordedTerminal().out)).not.toMatch(controls);
});

it('marks on a terminal what was found', () => {
  const { out } = new RecordedTerminal({}, { isTerminal: true });
  const text = searchText(pages['several'] as SearchPage, 3, out);
  expect(text).toContain('(\u001b[32mimage: float32[?,224,224,3]\u001b[39m)');
  const plain = searchText(pages['several'] as SearchPage, 3, new RecordedTerminal().out);
  expect(text.replace(/\u001b\[\d+m/g, '')).toBe(plain);
});
