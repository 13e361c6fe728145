import { z } from 'zod';
import { name, pageOf, paging, text } from './names';
import { savable } from './search';

export const searchParams = z.object({ name });

export const searchPut = z.strictObject({
  description: text(4_096).default(''),
  search: savable,
});

export const savedSearch = z
  .object({
    name,
    description: z.string(),
    search: savable,
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'SavedSearch' });

export const savedSearchPage = pageOf(savedSearch).meta({ id: 'SavedSearchPage' });

export const searchesQuery = z.strictObject(paging);
