import { parseModel } from '@sigcat/compat';
import { byText, digestOf, type ModelSignatures } from '@sigcat/core';
import { type CatalogueSignature, catalogueOf, type CatalogueVersion } from '@sigcat/search';
import fc from 'fast-check';
import { Aliases } from '../catalog/aliases';
import { Publishing } from '../catalog/publishing';
import { Removals } from '../catalog/removals';
import { type Signatures } from '../catalog/signatures';
import { type Database } from '../database';
import { passes } from './judges';

/*
 * Models and questions of one small vocabulary, so that those that know nothing of each other often share names,
 * types and keys.
 */
export const names = ['x', 'y', 'image', 'images', 'embedding', 'ids'];
export const types = [
  'float32[?,3]',
  'float32[2,3]',
  'float32[?,?]',
  'float32[N,N]',
  'float32[...]',
  'float64[?,3]',
  'int64[]',
  'int64[?]',
  'string[?]',
  'float32[?,224,224,3]',
  'float32[1,224,224,3]',
  'int64[1,2,3,4,5,6]',
  'unspecified[...]',
  'sparse float32[?,3]',
  'composite<RAGGED>(int64[?])',
];
export const keys = ['serving_default', 'predict', 'classify'];
export const methods = ['tensorflow/serving/predict', 'tensorflow/serving/classify'];
export const tagSets = ['serve', 'gpu, serve', ''];
export const namespaces = ['payments', 'vision'];
export const models = ['a', 'b', 'c', 'd', 'e'];
export const aliases = ['production', 'canary'];
export const formats = ['saved-model', 'onnx'];
export const frameworkVersions = ['', '2.16.1', '2.21.0'];
export const labelKeys = ['team', 'x-y/z'];
export const labelValues = ['', 'risk', 'a%b'];

/** A version as it is to be published. */
export interface VersionWritten {
  readonly namespace: string;
  readonly model: string;
  /** As `parseModel` reads it. */
  readonly text: string;
  readonly frameworkVersion: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Moved to the version. */
  readonly alias: string | null;
  /** Deleted at once, unless an alias points to it. */
  readonly removed: boolean;
}

const input = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...types.map((type) => `: ${type}`)) },
  { weight: 1, arbitrary: fc.constantFrom(...types.map((type) => `?: ${type}`)) },
  { weight: 1, arbitrary: fc.constantFrom('?: int64[] = 5', '?: int64[] = 6') },
);
const output = fc.constantFrom(...types.map((type) => `: ${type}`));

function tensors(type: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> {
  return fc
    .uniqueArray(fc.tuple(fc.constantFrom(...names), type), { selector: ([name]) => name, maxLength })
    .map((all) => all.map((parts) => parts.join('')).join(', '));
}

export const anySignatureText: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...keys), tensors(input, 3), tensors(output, 2), fc.constantFrom(...methods))
  .map(([key, inputs, outputs, method]) => `${key}(${inputs}) -> (${outputs}) as ${method}`);

const anyGraphText = fc
  .uniqueArray(anySignatureText, {
    minLength: 1,
    maxLength: 2,
    selector: (text) => text.slice(0, text.indexOf('(')),
  })
  .map((lines) => lines.join('\n'));

export const anyModelText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: anyGraphText },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...formats),
        fc.uniqueArray(fc.tuple(fc.constantFrom(...tagSets), anyGraphText), {
          minLength: 1,
          maxLength: 2,
          selector: ([tags]) => tags,
        }),
      )
      .map(
        ([format, graphs]) =>
          `format: ${format}\n${graphs.map(([tags, text]) => `{${tags}}\n${text}`).join('\n')}`,
      ),
  },
);

/** Some model texts come often, as signatures do. */
export const anyVersions: fc.Arbitrary<readonly VersionWritten[]> = fc
  .array(anyModelText, { minLength: 4, maxLength: 12 })
  .chain((common) =>
    fc.array(
      fc.record({
        namespace: fc.constantFrom(...namespaces),
        model: fc.constantFrom(...models),
        text: fc.oneof(fc.constantFrom(...common), anyModelText),
        frameworkVersion: fc.constantFrom(...frameworkVersions),
        labels: fc.dictionary(fc.constantFrom(...labelKeys), fc.constantFrom(...labelValues)),
        alias: fc.option(fc.constantFrom(...aliases), { freq: 4 }),
        removed: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
      }),
      { minLength: 10, maxLength: 60, size: 'max' },
    ),
  );

/** When version 0, 1, 2 and so on were published: an hour apart, and never on a whole millisecond. */
export function publishedAt(place: number): Date {
  return new Date(Date.UTC(2025, 0, 1) + place * 3_600_000 + 250);
}

/** A catalogue in PostgreSQL, and the same one in memory. */
export class TestCatalogue {
  private readonly publishing: Publishing;
  private readonly versions: CatalogueVersion[] = [];
  private published = 0;

  constructor(
    private readonly database: Database,
    private readonly signatures: Signatures,
  ) {
    this.publishing = new Publishing(database, signatures);
  }

  async add(written: VersionWritten): Promise<void> {
    const { namespace, model, text, frameworkVersion, labels, alias, removed } = written;
    const signatures = parseModel(text);
    const place = this.published++;
    const bytes = Buffer.from(`${place} ${text}`);
    const draft = {
      namespace,
      model,
      artifact: { digest: digestOf(bytes), size: bytes.length, bytes },
      content: {
        format: signatures.format,
        packaging: 'file' as const,
        mainFile: '',
        graphs: signatures.graphs.map((graph) => ({ ...graph, frameworkVersion, native: Buffer.alloc(0) })),
      },
      labels,
    };
    const { number, outcome } = await this.publishing.publish(draft, passes, { repeat: true });
    if (outcome !== 'created') throw new Error(`it was ${outcome}`);
    const at = publishedAt(place);
    await this.setTime({ namespace, model, number, at });
    const version = { namespace, model, version: number, aliases: [], frameworkVersion, labels, signatures };
    this.versions.unshift({ ...version, publishedAt: at });
    if (alias !== null) await this.point(written, alias, number);
    else if (removed) await this.remove(written, number);
  }

  /** The signatures, with the newest of those who offer them first. */
  async all(universe: 'latest' | 'all'): Promise<readonly CatalogueSignature[]> {
    const rows = await this.database.run<{ id: string; digest: string }>({
      text: `SELECT id, 'sha-256:' || encode(digest, 'hex') AS digest FROM signature`,
    });
    const ids = new Map(rows.map(({ id, digest }) => [digest, Number(id)]));
    const versions = universe === 'all' ? this.versions : this.versions.filter(isFirst);
    return catalogueOf(versions, (digest) => ids.get(digest) ?? -1);
  }

  /** What the versions give callers. */
  get models(): readonly ModelSignatures[] {
    return this.versions.map(({ signatures }) => signatures);
  }

  /** Versions are published now and never change, but tests want to know when that was. */
  private async setTime(version: {
    namespace: string;
    model: string;
    number: number;
    at: Date;
  }): Promise<void> {
    const { namespace, model, number, at } = version;
    await this.database.transaction(async (connection) => {
      await connection.run({ text: 'SET LOCAL session_replication_role = replica' });
      await connection.run(
        {
          text: `UPDATE version v SET published_at = $4::timestamptz + interval '400 microseconds' FROM model m
            WHERE m.id = v.model_id AND m.namespace = $1 AND m.name = $2 AND v.number = $3`,
        },
        [namespace, model, number, at.toISOString()],
      );
    });
  }

  private async point(name: VersionWritten, alias: string, number: number): Promise<void> {
    await new Aliases(this.database, this.signatures).move(name, { alias, version: number }, passes);
    for (const [i, one] of this.versions.entries()) {
      if (one.namespace !== name.namespace || one.model !== name.model) continue;
      const others = one.aliases.filter((other) => other !== alias);
      const all = one.version === number ? [...others, alias].sort(byText) : others;
      this.versions[i] = { ...one, aliases: all };
    }
  }

  private async remove({ namespace, model }: VersionWritten, number: number): Promise<void> {
    await new Removals(this.database).remove({ namespace, model }, number);
    this.versions.shift();
  }
}

function isFirst(one: CatalogueVersion, place: number, all: readonly CatalogueVersion[]): boolean {
  return (
    place === all.findIndex(({ namespace, model }) => namespace === one.namespace && model === one.model)
  );
}
