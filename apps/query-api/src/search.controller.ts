import { Controller, Inject } from '@nestjs/common';
import { operations } from '@sigcat/contracts';
import { signatureDigest, signatureToJson } from '@sigcat/core';
import { Problem } from '@sigcat/problems';
import {
  type Asked,
  type Match,
  type ParsedSearch,
  parseSearch,
  printTensorAsked,
  type SearchJson,
  SearchJsonError,
  type Sought,
} from '@sigcat/search';
import { Given, type Input, pageAnswer, pageRequest, Route, versionAddressed } from '@sigcat/service';
import { type SignatureFound, SignatureSearch, Versions } from '@sigcat/storage';

/** Finds models by what they take and give. */
@Controller()
export class SearchController {
  constructor(
    @Inject(SignatureSearch) private readonly signatures: SignatureSearch,
    @Inject(Versions) private readonly versions: Versions,
  ) {}

  @Route(operations.searchSignatures)
  async search(
    @Given(operations.searchSignatures) { query }: Input<typeof operations.searchSignatures>,
  ): Promise<object> {
    const { sought, ...within } = read(query, 'query');
    const asked = await this.asked(sought);
    const page = await this.signatures.search({ asked, ...within }, pageRequest(query));
    return { ...pageAnswer(page, hitAnswer), asked: askedAnswer(asked) };
  }

  private async asked(sought: Sought): Promise<Asked> {
    if (sought.relation !== 'drop-in') return sought;
    const { dropInFor, ...drop } = sought;
    const { selector, ...model } = versionAddressed(dropInFor);
    const { signatures } = await this.versions.get(model, selector);
    return { ...drop, baseline: signatures };
  }
}

const codes = { q: 'invalid-query', filter: 'invalid-filter', published_since: 'invalid-filter' } as const;

/** @throws Problem `invalid-query` or `invalid-filter`, saying where the text is wrong and what was expected. */
function read(json: SearchJson, place: 'query'): ParsedSearch {
  try {
    return parseSearch(json);
  } catch (error) {
    if (!(error instanceof SearchJsonError)) throw error;
    const { member, mistake } = error;
    const { position, expected, message } = mistake;
    const errors = [{ at: `${place}/${member}`, message }];
    throw new Problem(codes[member], message, { errors, position, expected });
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
