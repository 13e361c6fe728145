import { Controller, Inject } from '@nestjs/common';
import { operations } from '@sigcat/contracts';
import { signatureDigest, signatureToJson } from '@sigcat/core';
import { type Asked, type Match, type ParsedSearch, printTensorAsked } from '@sigcat/search';
import { Given, type Input, pageAnswer, pageRequest, Route } from '@sigcat/service';
import { SavedSearches, type SignatureFound, SignatureSearch, Versions } from '@sigcat/storage';
import { askedFor, readSearch } from './read-search';

type Query = Input<typeof operations.searchSignatures>['query'];

/** Finds models by what they take and give. */
@Controller()
export class SearchController {
  constructor(
    @Inject(SignatureSearch) private readonly signatures: SignatureSearch,
    @Inject(SavedSearches) private readonly searches: SavedSearches,
    @Inject(Versions) private readonly versions: Versions,
  ) {}

  @Route(operations.searchSignatures)
  async search(
    @Given(operations.searchSignatures) { query }: Input<typeof operations.searchSignatures>,
  ): Promise<object> {
    const { sought, ...within } = await this.read(query);
    const asked = await askedFor(sought, this.versions);
    const page = await this.signatures.search({ asked, ...within }, pageRequest(query));
    return { ...pageAnswer(page, hitAnswer), asked: askedAnswer(asked) };
  }

  private async read({ saved, ...query }: Query): Promise<ParsedSearch> {
    if (saved === undefined) return readSearch(query, 'query');
    const { search } = await this.searches.get(saved);
    return readSearch(search, 'saved');
  }
}

function askedAnswer(asked: Asked): object | null {
  if (asked.relation === 'drop-in') return null;
  const { inputs, outputs } = asked.query;
  return { inputs: inputs.tensors.map(printTensorAsked), outputs: outputs.tensors.map(printTensorAsked) };
}

function hitAnswer(found: SignatureFound): object {
  const { signature, exactness, extra, match, verdict, offers, moreOffers } = found;
  const bindings = { inputs: new Map<string, never>(), outputs: new Map<string, never>() };
  const { notation, inputs, outputs } = signatureToJson({
    key: offers[0]?.key ?? '',
    methodName: '',
    signature,
    bindings,
  });
  return {
    notation,
    digest: signatureDigest(signature),
    inputs,
    outputs,
    exactness: exactness ?? null,
    extra,
    verdict: verdict ?? null,
    bindings: match ? bindingsAnswer(match) : null,
    versions: offers.map(({ tagSet, publishedAt, ...offer }) => ({
      ...offer,
      tag_set: tagSet,
      published_at: new Date(publishedAt).toISOString(),
    })),
    more_versions: moreOffers,
  };
}

function bindingsAnswer({ inputs, outputs }: Match): object {
  return { inputs: inputs.bindings, outputs: outputs.bindings };
}
