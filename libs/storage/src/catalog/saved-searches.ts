import { Problem } from '@sigcat/problems';
import { type SearchJson } from '@sigcat/search';
import { Conditions } from '../conditions';
import { type Database } from '../database';
import { type Page, pageOf, type PageRequest, positionOf } from '../paging';

export interface SavedSearch {
  readonly name: string;
  readonly description: string;
  readonly search: SearchJson;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

interface SavedSearchRow {
  readonly name: string;
  readonly description: string;
  readonly search: SearchJson;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const columns = 'name, description, search, created_at, updated_at';

const find = {
  name: 'search-find',
  text: `SELECT ${columns} FROM saved_search WHERE name = $1`,
};

// A row that is new has nobody who deleted or replaced it.
const put = {
  name: 'search-put',
  text: `INSERT INTO saved_search (name, description, search) VALUES ($1, $2, $3)
    ON CONFLICT (name) DO UPDATE SET description = $2, search = $3, updated_at = statement_timestamp()
    RETURNING ${columns}, xmax = 0 AS is_new`,
};

/** Searches that are kept under a name. They are taken to have been read without a mistake. */
export class SavedSearches {
  constructor(private readonly database: Database) {}

  /** @throws Problem `search-not-found`. */
  async get(name: string): Promise<SavedSearch> {
    const [row] = await this.database.run<SavedSearchRow>(find, [name]);
    if (!row) throw notFound(name);
    return savedSearch(row);
  }

  /** By name. */
  async list(page: PageRequest): Promise<Page<SavedSearch>> {
    const conditions = new Conditions();
    const after = positionOf(page, 'saved-searches', 1);
    if (after) conditions.add('name > ?', ...after);
    const limit = conditions.value(page.size + 1);
    const text = `SELECT ${columns} FROM saved_search ${conditions.where} ORDER BY name LIMIT ${limit}`;
    const rows = await this.database.run<SavedSearchRow>({ text }, conditions.values);
    return pageOf('saved-searches', rows, page, (row) => [row.name], savedSearch);
  }

  /** Saves a search, in the place of the one that has its name; tells whether it is new. */
  async put(
    name: string,
    { description, search }: Pick<SavedSearch, 'description' | 'search'>,
  ): Promise<SavedSearch & { readonly isNew: boolean }> {
    const values = [name, description, JSON.stringify(search)];
    const [row] = await this.database.run<SavedSearchRow & { is_new: boolean }>(put, values);
    if (!row) throw new Error('a search was neither added nor replaced');
    return { ...savedSearch(row), isNew: row.is_new };
  }

  /** @throws Problem `search-not-found`. */
  async remove(name: string): Promise<void> {
    const text = 'DELETE FROM saved_search WHERE name = $1 RETURNING name';
    const removed = await this.database.run({ text }, [name]);
    if (removed.length === 0) throw notFound(name);
  }
}

function notFound(name: string): Problem {
  return new Problem('search-not-found', `No search is saved under ${name}.`, { name });
}

function savedSearch({ name, description, search, ...row }: SavedSearchRow): SavedSearch {
  return { name, description, search, createdAt: row.created_at, updatedAt: row.updated_at };
}
