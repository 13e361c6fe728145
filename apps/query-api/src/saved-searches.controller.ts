import { Controller, Inject, Res } from '@nestjs/common';
import { operations, type savedSearches } from '@sigcat/contracts';
import { Given, type Input, pageAnswer, pageRequest, Route } from '@sigcat/service';
import { type SavedSearch, SavedSearches, Versions } from '@sigcat/storage';
import { type FastifyReply } from 'fastify';
import { type z } from 'zod';
import { askedFor, readSearch } from './read-search';

/** Keeps searches under names. */
@Controller()
export class SavedSearchesController {
  constructor(
    @Inject(SavedSearches) private readonly searches: SavedSearches,
    @Inject(Versions) private readonly versions: Versions,
  ) {}

  @Route(operations.listSearches)
  async list(
    @Given(operations.listSearches) { query }: Input<typeof operations.listSearches>,
  ): Promise<object> {
    return pageAnswer(await this.searches.list(pageRequest(query)), savedSearchAnswer);
  }

  @Route(operations.getSearch)
  async get(@Given(operations.getSearch) { params }: Input<typeof operations.getSearch>): Promise<object> {
    return savedSearchAnswer(await this.searches.get(params.name));
  }

  /** Only what could be run is saved. */
  @Route(operations.putSearch)
  async put(
    @Given(operations.putSearch) { params, body }: Input<typeof operations.putSearch>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { sought } = readSearch(body.search, 'body/search');
    await askedFor(sought, this.versions);
    const saved = await this.searches.put(params.name, body);
    void reply.status(saved.isNew ? 201 : 200);
    return savedSearchAnswer(saved);
  }

  @Route(operations.deleteSearch)
  async remove(
    @Given(operations.deleteSearch) { params }: Input<typeof operations.deleteSearch>,
  ): Promise<void> {
    await this.searches.remove(params.name);
  }
}

function savedSearchAnswer(saved: SavedSearch): z.input<typeof savedSearches.savedSearch> {
  const { name, description, createdAt, updatedAt } = saved;
  const { label, ...search } = saved.search;
  return {
    name,
    description,
    search: { ...search, ...(label && { label: [...label] }) },
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  };
}
