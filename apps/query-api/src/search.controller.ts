import { Controller, Inject } from '@nestjs/common';
import { operations } from '@sigcat/contracts';
import { signatureDigest, signatureToJson } from '@sigcat/core';
import { Problem, type ProblemCode } from '@sigcat/problems';
import {
  type Asked,
  type Filter,
  type Match,
  parseFilter,
  parseQuery,
  printTensorAsked,
  QueryError,
} from '@sigcat/search';
import { Given, type Input, pageAnswer, pageRequest, Route, selectorOf } from '@sigcat/service';
import { type SignatureFound, SignatureSearch, Versions } from '@sigcat/storage';

type Query = Input<typeof operations.searchSignatures>['query'];

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
    const filter = query.filter === undefined ? undefined : filterOf(query.filter);
    const asked = await this.asked(query);
    const page = await this.signatures.search(
      { asked, universe: query.versions, ...(filter && { filter }) },
      pageRequest(query),
    );
    return { ...pageAnswer(page, hitAnswer), asked: askedAnswer(asked) };
  }

  private async asked(query: Query): Promise<Asked> {
    const settings = {
      ...(query.transport && { transport: query.transport }),
      ...(query.unknown_shapes && { unknownShapes: query.unknown_shapes }),
      ...(query.extra_inputs && { extraInputs: query.extra_inputs }),
    };
    if (query.drop_in_for !== undefined) {
      const { signatures } = await this.versions.get(...addressOf(query.drop_in_for));
      return { relation: 'drop-in', baseline: signatures, settings };
    }
    const { relation } = query;
    const asked = read('invalid-query', 'query/q', () => parseQuery(query.q ?? ''));
    return relation === 'accepts' ? { relation, query: asked, settings } : { relation, query: asked };
  }
}

function filterOf(text: string): Filter {
  return read('invalid-filter', 'query/filter', () => parseFilter(text));
}

/** @throws Problem with the code, saying where the text is wrong and what was expected. */
function read<T>(code: ProblemCode, at: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    const { position, expected } = error;
    throw new Problem(code, error.message, { errors: [{ at, message: error.message }], position, expected });
  }
}

function addressOf(text: string): Parameters<Versions['get']> {
  const [address = '', version = ''] = text.split('@');
  const [first = '', second] = address.split('/');
  const model =
    second === undefined ? { namespace: 'default', model: first } : { namespace: first, model: second };
  return [model, selectorOf(/^(\d+|latest)$/.test(version) ? version : `@${version}`)];
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
