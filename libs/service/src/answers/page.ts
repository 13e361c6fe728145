import { type Page, type PageRequest } from '@sigcat/storage';

/** The part of a list that a query asks for. */
export function pageRequest(query: { page_size: number; page_token?: string | undefined }): PageRequest {
  return { size: query.page_size, ...(query.page_token !== undefined && { token: query.page_token }) };
}

/** A page as the API gives it. */
export function pageAnswer<From, To>(
  page: Page<From>,
  item: (from: From) => To,
): { items: To[]; next_page_token?: string } {
  return {
    items: page.items.map(item),
    ...(page.nextToken !== undefined && { next_page_token: page.nextToken }),
  };
}
