import { Controller, Inject } from '@nestjs/common';
import { operations } from '@sigcat/contracts';
import {
  type Graph,
  type ModelSignatures,
  signaturesToJson,
  signatureToJson,
  tagSetText,
} from '@sigcat/core';
import { Problem } from '@sigcat/problems';
import { Given, type Input, Route, selectorOf } from '@sigcat/service';
import { Versions } from '@sigcat/storage';

/** The tag set that serving systems load. */
const served = 'serve';

@Controller()
export class SignaturesController {
  constructor(@Inject(Versions) private readonly versions: Versions) {}

  @Route(operations.listSignatures)
  async list(
    @Given(operations.listSignatures) { params, query }: Input<typeof operations.listSignatures>,
  ): Promise<object> {
    const { signatures } = await this.versions.get(params, selectorOf(params.version));
    return signaturesToJson(query.key === undefined ? signatures : withKey(signatures, query.key));
  }

  @Route(operations.getSignature)
  async get(
    @Given(operations.getSignature) { params, query }: Input<typeof operations.getSignature>,
  ): Promise<object> {
    const { number, signatures } = await this.versions.get(params, selectorOf(params.version));
    for (const graph of candidates(signatures.graphs, query.tag_set)) {
      const signature = graph.signatures.find(({ key }) => key === params.key);
      if (signature) return { tag_set: graph.tagSet, ...signatureToJson(signature) };
    }
    const { namespace, model, key } = params;
    const where = query.tag_set === undefined ? '' : ` in the graph tagged ${JSON.stringify(query.tag_set)}`;
    const detail = `${namespace}/${model}@${number} has no signature ${JSON.stringify(key)}${where}.`;
    throw new Problem('signature-not-found', detail, {
      keys: signatures.graphs
        .flatMap((graph) => graph.signatures.map((signature) => signature.key))
        .slice(0, 100),
    });
  }
}

/** What has the key, in the graphs that have it. */
function withKey({ format, graphs }: ModelSignatures, key: string): ModelSignatures {
  const found = graphs.map(({ tagSet, signatures }) => ({
    tagSet,
    signatures: signatures.filter((signature) => signature.key === key),
  }));
  return { format, graphs: found.filter(({ signatures }) => signatures.length > 0) };
}

/** The graphs to look in, the served one first. */
function candidates(graphs: readonly Graph[], tagSet: string | undefined): Graph[] {
  if (tagSet !== undefined) return graphs.filter((graph) => tagSetText(graph.tagSet) === tagSet);
  const isServed = (graph: Graph): boolean => tagSetText(graph.tagSet) === served;
  return [...graphs.filter(isServed), ...graphs.filter((graph) => !isServed(graph))];
}
