import { Problem } from '@sigcat/problems';

/** Which part of a list is wanted. */
export interface PageRequest {
  readonly size: number;
  /** The token of an earlier page; absent for the first. */
  readonly token?: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where to go on; absent on the last page. */
  readonly nextToken?: string;
}

/** What is listed. */
type List =
  | 'alerts'
  | 'approvals'
  | 'consumers'
  | 'declarations'
  | 'deliveries'
  | 'deployments'
  | 'models'
  | 'saved-searches'
  | 'signatures'
  | 'subscriptions'
  | 'versions';

/** Place in a list: the sort key of the last item seen. */
type Position = readonly string[];

/** @throws Problem `invalid-page-token` unless the token was made for this list, with so many sort columns. */
export function positionOf({ token }: PageRequest, list: List, columns: number): Position | undefined {
  if (token === undefined) return undefined;
  const [of, ...position] = decode(token) ?? [];
  if (of !== list || position.length !== columns)
    throw new Problem('invalid-page-token', 'The page token cannot be read.');
  return position;
}

/** The id of the last row seen, in a list by id. @throws Problem `invalid-page-token`. */
export function idIn([id = '']: Position): string {
  if (!/^\d{1,18}$/.test(id)) throw new Problem('invalid-page-token', 'The page token cannot be read.');
  return id;
}

/** Rows to ask for at least, so that few statements differ in nothing but how many. */
const limits = [21, 51, 101, 201, 501];

/** How many rows to ask for to make a page: one more than it has, or a few. */
export function limitOf({ size }: PageRequest): number {
  return limits.find((limit) => limit > size) ?? size + 1;
}

/** The page of a list that `rows`, asked for with at least one more than the page's size, make. */
export function pageOf<Row, Item>(
  list: List,
  rows: readonly Row[],
  { size }: PageRequest,
  position: (row: Row) => Position,
  item: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  return {
    items: shown.map(item),
    ...(rows.length > size && last !== undefined && { nextToken: tokenAt(list, position(last)) }),
  };
}

/** The token of the page that begins after a place. */
export function tokenAt(list: List, position: Position): string {
  return Buffer.from(JSON.stringify([list, ...position])).toString('base64url');
}

function decode(token: string): Position | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    return Array.isArray(value) &&
      value.every((part): part is string => typeof part === 'string' && !part.includes('\0'))
      ? value
      : undefined;
  } catch {
    return undefined;
  }
}
