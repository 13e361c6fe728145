import { LRUCache } from 'lru-cache';
import { type Database } from '../database';

/** Names looked at. */
const size = 2_048;
/** Letters of a piece of a name: the index of groups of three takes two or three lists together for one. */
const pieceLength = 4;
/** A piece that more of the sample have is not rare. */
const mostOfRare = size / 100;
const partsKept = 1_000;

/** What a list of what has a part of a name can expect before it begins. */
export interface NamesAhead {
  /** What to look for by the index of groups: the rarest piece of the part, in small letters, or all of it where none is rare. */
  readonly piece: string;
  /** Names that have the part. */
  readonly hits: number;
  /** Names to go past, in the order of lists, until the first that has it. */
  readonly distance: number;
  /** Names that there are. */
  readonly total: number;
}

const take = {
  name: 'model-name-sample',
  text: `
    SELECT m.folded, (SELECT count(*) FROM model) AS count FROM (
      SELECT DISTINCT picked.id FROM (
        SELECT floor(random() * (SELECT coalesce(max(id), 0) FROM model))::bigint AS at FROM generate_series(1, $1)
      ) AS r CROSS JOIN LATERAL (SELECT id FROM model WHERE id > r.at ORDER BY id LIMIT 1) AS picked
    ) AS p JOIN model m ON m.id = p.id ORDER BY m.namespace, m.name`,
};

/** Some names of models picked at random, in small letters and in the order of lists. */
export class NameSample {
  private readonly expected = new LRUCache<string, NamesAhead>({ max: partsKept });
  /** How many of the names have each piece. */
  private readonly pieces = new Map<string, number>();

  /** @param total how many names they are picked from */
  constructor(
    private readonly names: readonly string[],
    private readonly total: number,
  ) {
    for (const piece of names.flatMap(piecesOf)) this.pieces.set(piece, (this.pieces.get(piece) ?? 0) + 1);
  }

  /** @throws Problem `database-unavailable`. */
  static async of(database: Database): Promise<NameSample> {
    const rows = await database.run<{ folded: string; count: string }>(take, [size]);
    return new NameSample(
      rows.map(({ folded }) => folded),
      Number(rows[0]?.count ?? 0),
    );
  }

  expect(part: string): NamesAhead {
    const known = this.expected.get(part);
    if (known) return known;
    const ahead = this.expectation(part);
    this.expected.set(part, ahead);
    return ahead;
  }

  private expectation(part: string): NamesAhead {
    const weight = this.total / Math.max(1, this.names.length);
    const small = part.toLowerCase();
    const having = this.names.filter((name) => name.includes(small));
    const first = having[0] === undefined ? this.names.length : this.names.indexOf(having[0]);
    return {
      piece: this.rarestOf(part),
      hits: having.length * weight,
      distance: first * weight,
      total: this.total,
    };
  }

  private rarestOf(part: string): string {
    const [rarest] = piecesOf(part)
      .map((piece) => ({ piece, count: this.pieces.get(piece) ?? 0, groups: groupsIn(piece) }))
      .sort((a, b) => a.count - b.count || b.groups - a.groups);
    return rarest && rarest.count <= mostOfRare ? rarest.piece : part;
  }
}

/** Each once. Of letters other than those of ASCII it depends on PostgreSQL what the small ones are. */
function piecesOf(text: string): string[] {
  const all = Array.from({ length: Math.max(0, text.length - pieceLength + 1) }, (_, i) =>
    text.slice(i, i + pieceLength),
  );
  return [...new Set(all.filter((piece) => /^[ -~]+$/.test(piece)).map((piece) => piece.toLowerCase()))];
}

/** Letters and digits that stand together make groups; of others there are none. */
function groupsIn(piece: string): number {
  return Math.max(...piece.split(/[^a-z0-9]/).map(({ length }) => length));
}
