import { LRUCache } from 'lru-cache';
import { type Database } from '../database';

/** Names looked at. */
const size = 1_024;
/** Letters of a piece of a name: the index of groups of three takes two or three lists together for one. */
const pieceLength = 4;
/** A piece that a greater share of the sample has is not rare. */
const greatestRareShare = 0.01;
const partsKept = 1_000;

/** How many names have a part. */
export interface Having {
  readonly hits: number;
  /** Names that there are. */
  readonly total: number;
}

/** What a list of what has a part of a name can expect before it begins. */
export interface NamesAhead {
  /** What to look for by the index of groups: the rarest piece of the part, or all of it where none is rare. */
  readonly piece: string;
  readonly everywhere: Having;
  /** The same of the namespace, where one is asked for. */
  readonly within: Having & {
    /** Names to go past, in the order of lists, until the first that has it. */
    readonly distance: number;
  };
}

export interface SampledName {
  readonly namespace: string;
  /** In small letters. */
  readonly folded: string;
}

const take = {
  name: 'model-name-sample',
  text: `
    SELECT m.namespace, m.folded, (SELECT count(*) FROM model) AS count FROM (
      SELECT DISTINCT picked.id FROM (
        SELECT floor(random() * (SELECT coalesce(max(id), 0) FROM model))::bigint AS at FROM generate_series(1, $1)
      ) AS r CROSS JOIN LATERAL (SELECT id FROM model WHERE id > r.at ORDER BY id LIMIT 1) AS picked
    ) AS p JOIN model m ON m.id = p.id ORDER BY m.namespace, m.name`,
};

/** Some names of models picked at random, in the order of lists. */
export class NameSample {
  private readonly expected = new LRUCache<string, NamesAhead>({ max: partsKept });
  /** How many of the names have each piece, in small letters. */
  private readonly pieces = new Map<string, number>();

  /** @param total how many names they are picked from */
  constructor(
    private readonly names: readonly SampledName[],
    readonly total: number,
  ) {
    for (const { folded } of names) {
      for (const piece of new Set(piecesOf(folded))) this.pieces.set(piece, this.countOf(piece) + 1);
    }
  }

  /** @throws Problem `database-unavailable`. */
  static async of(database: Database): Promise<NameSample> {
    const rows = await database.run<SampledName & { count: string; [column: string]: unknown }>(take, [size]);
    return new NameSample(rows, Number(rows[0]?.count ?? 0));
  }

  expect(part: string, namespace?: string): NamesAhead {
    const asked = JSON.stringify([part, namespace]);
    const known = this.expected.get(asked);
    if (known) return known;
    const ahead = this.expectation(part, namespace);
    this.expected.set(asked, ahead);
    return ahead;
  }

  private expectation(part: string, namespace: string | undefined): NamesAhead {
    const weight = this.total / Math.max(1, this.names.length);
    const small = part.toLowerCase();
    const has = ({ folded }: SampledName): boolean => folded.includes(small);
    const within = this.names.filter((name) => namespace === undefined || name.namespace === namespace);
    const first = within.findIndex(has);
    return {
      piece: this.rarestOf(part),
      everywhere: { hits: this.names.filter(has).length * weight, total: this.total },
      within: {
        hits: within.filter(has).length * weight,
        total: within.length * weight,
        distance: (first < 0 ? within.length : first) * weight,
      },
    };
  }

  /** As it stands in the part: what its small letters are is for PostgreSQL to say. */
  private rarestOf(part: string): string {
    const [rarest] = piecesOf(part)
      .map((piece) => ({ piece, count: this.countOf(piece.toLowerCase()), letters: lettersIn(piece) }))
      .sort((a, b) => a.count - b.count || b.letters - a.letters);
    return rarest && rarest.count <= this.names.length * greatestRareShare ? rarest.piece : part;
  }

  private countOf(piece: string): number {
    return this.pieces.get(piece) ?? 0;
  }
}

/** Of names of models, which are ASCII. */
function piecesOf(text: string): string[] {
  const all = Array.from({ length: Math.max(0, text.length - pieceLength + 1) }, (_, i) =>
    text.slice(i, i + pieceLength),
  );
  return all.filter((piece) => /^[ -~]+$/.test(piece));
}

/** Letters and digits that stand together, at most: they make groups of three, and others do not. */
function lettersIn(piece: string): number {
  return Math.max(...piece.split(/[^A-Za-z0-9]/).map(({ length }) => length));
}
