import { Controller, Inject, Res } from '@nestjs/common';
import { type Made, operations, type search as contracts } from '@sigcat/contracts';
import { type Asked, type Match, type ParsedSearch, printTensorAsked } from '@sigcat/search';
import { Given, type Input, pageAnswer, pageRequest, Route } from '@sigcat/service';
import { Names, SavedSearches, type SignatureFound, SignatureSearch, Versions } from '@sigcat/storage';
import { type FastifyReply } from 'fastify';
import { OfferTexts } from './offer-texts';
import { askedFor, readSearch } from './read-search';
import { SignatureTexts } from './signature-texts';

type Query = Input<typeof operations.searchFacets>['query'];

/** Finds models by what they take and give. */
@Controller()
export class SearchController {
  constructor(
    @Inject(SignatureSearch) private readonly signatures: SignatureSearch,
    @Inject(SavedSearches) private readonly searches: SavedSearches,
    @Inject(Versions) private readonly versions: Versions,
    @Inject(Names) private readonly names: Names,
    @Inject(SignatureTexts) private readonly texts: SignatureTexts,
    @Inject(OfferTexts) private readonly offers: OfferTexts,
  ) {}

  @Route(operations.searchSignatures)
  async search(
    @Given(operations.searchSignatures) { query }: Input<typeof operations.searchSignatures>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { sought, ...within } = await this.read(query);
    const asked = await askedFor(sought, this.versions);
    const page = await this.signatures.search({ asked, ...within }, pageRequest(query));
    void reply.type('application/json; charset=utf-8');
    const { items, ...rest } = pageAnswer(page, (hit) => this.hitAnswer(hit));
    return `{"items":[${items.join()}],${JSON.stringify({ ...rest, asked: askedAnswer(asked) }).slice(1)}`;
  }

  @Route(operations.searchFacets)
  async facets(
    @Given(operations.searchFacets) { query }: Input<typeof operations.searchFacets>,
  ): Promise<Made<typeof contracts.facets>> {
    const { sought, ...within } = await this.read(query);
    const asked = await askedFor(sought, this.versions);
    const { signatures, isComplete, facets } = await this.signatures.facets({ asked, ...within });
    return {
      signatures,
      is_complete: isComplete,
      facets: {
        input_dtype: [...facets.inputDtypes],
        input_rank: [...facets.inputRanks],
        output_dtype: [...facets.outputDtypes],
        output_rank: [...facets.outputRanks],
        format: [...facets.formats],
        namespace: [...facets.namespaces],
      },
    };
  }

  @Route(operations.findNames)
  async findNames(
    @Given(operations.findNames) { query }: Input<typeof operations.findNames>,
  ): Promise<Made<typeof contracts.names>> {
    const { text, kind, limit } = query;
    const found = await this.names.like(
      text,
      kind.length === 0 ? ['model', 'signature', 'tensor'] : kind,
      limit,
    );
    return { items: [...found] };
  }

  /** In JSON. */
  private hitAnswer(hit: SignatureFound): string {
    const { id, signature, exactness, extra, match, verdict, offers, moreOffers } = hit;
    const found = {
      exactness: exactness ?? null,
      extra,
      verdict: verdict ?? null,
      bindings: match ? bindingsAnswer(match) : null,
    };
    const versions = offers.map((offer) => this.offers.of(offer));
    const parts = [this.texts.of(id, offers[0]?.key ?? '', signature), JSON.stringify(found)];
    return `{${parts.map((part) => part.slice(1, -1)).join()},"versions":[${versions.join()}],"more_versions":${moreOffers}}`;
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

function bindingsAnswer({ inputs, outputs }: Match): object {
  return { inputs: inputs.bindings, outputs: outputs.bindings };
}
