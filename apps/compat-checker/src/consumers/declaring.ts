import { Inject, Injectable } from '@nestjs/common';
import { mistakesIn, parseUse, parseUsedTensor, type Requirement, type UsedTensor } from '@sigcat/consumers';
import { type consumers } from '@sigcat/contracts';
import { NotationError, quoteName, tagSet } from '@sigcat/core';
import { Problem } from '@sigcat/problems';
import { QueryError } from '@sigcat/search';
import { modelAddressed, selectorOf } from '@sigcat/service';
import {
  type DeclarationRecord,
  Declarations,
  Deployments,
  type ModelName,
  type ModelRequirement,
  type VersionSelector,
  Versions,
} from '@sigcat/storage';
import { type z } from 'zod';
import { Terms } from '../terms';

type Declared = z.output<typeof consumers.declarationPut>;
type Required = Declared['requires'][number];
type Tensor = NonNullable<Required['inputs']>[number];

interface Mistake {
  /** Where the request is wrong, such as `body/requires/0/inputs/1`. */
  readonly at: string;
  readonly message: string;
}

/** Takes down what consumers say they use, once it has been held against the models. */
@Injectable()
export class Declaring {
  constructor(
    @Inject(Declarations) private readonly declarations: Declarations,
    @Inject(Deployments) private readonly deployments: Deployments,
    @Inject(Versions) private readonly versions: Versions,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  /**
   * @throws Problem `requirement-not-met` with all that is wrong, `invalid-request`, `model-not-found`,
   * `version-not-found`, `alias-not-found`.
   */
  async declare(consumer: string, declared: Declared): Promise<DeclarationRecord> {
    const read = declared.requires.map(readRequirement);
    const unreadable = read.flatMap((one, i) => ('message' in one ? [placed(i, one)] : []));
    if (unreadable.length > 0) throw mistaken('invalid-request', unreadable);

    const requirements: ModelRequirement[] = [];
    const mistakes: Mistake[] = [];
    for (const [i, requirement] of read.entries()) {
      const { model, version } = declared.requires[i] ?? {};
      if ('message' in requirement || model === undefined) continue;
      const name = modelAddressed(model);
      const selector = await this.worksWith(name, version, declared.environment);
      const { number, signatures } = await this.versions.get(name, selector);
      const settings = await this.terms.settingsOf(name);
      mistakes.push(...mistakesIn(requirement, signatures, settings).map((one) => placed(i, one)));
      requirements.push({ ...name, version: number, requirement });
    }
    if (mistakes.length > 0) throw mistaken('requirement-not-met', mistakes);
    const { environment, version, requires } = declared;
    return this.declarations.put({ consumer, environment, version, requires, requirements });
  }

  /** What is named, or what is there, or the latest. */
  private async worksWith(
    model: ModelName,
    version: Required['version'],
    environment: string,
  ): Promise<VersionSelector> {
    if (version !== undefined) return selectorOf(String(version));
    const number = await this.deployments.current(model, environment);
    return number === undefined ? { by: 'latest' } : { by: 'number', number };
  }
}

/** @returns what is wrong with it where it cannot be read, `at` from the requirement on */
function readRequirement({
  tag_set,
  transport,
  signature,
  inputs,
  outputs,
}: Required): Requirement | Mistake {
  const common = { tagSet: tagSet(tag_set), transport };
  let at = '/signature';
  try {
    if (inputs === undefined && outputs === undefined) return { ...common, ...parseUse(signature) };
    const tensors = (list: 'inputs' | 'outputs', given: readonly Tensor[] = []): UsedTensor[] =>
      given.map((tensor, i) => {
        at = `/${list}/${i}`;
        return parseUsedTensor(typeof tensor === 'string' ? tensor : notationOf(tensor));
      });
    return {
      ...common,
      signatureKey: signature,
      inputs: tensors('inputs', inputs),
      outputs: tensors('outputs', outputs),
    };
  } catch (error) {
    if (error instanceof QueryError || error instanceof NotationError) return { at, message: error.message };
    throw error;
  }
}

function notationOf({ name, dtype, shape }: Exclude<Tensor, string>): string {
  if (dtype === undefined) return quoteName(name);
  const dims = shape?.map((size) => (size < 0 ? '?' : String(size))).join(',');
  return `${quoteName(name)}: ${dtype}[${dims ?? '...'}]`;
}

function placed(i: number, { at, message }: Mistake): Mistake {
  return { at: `body/requires/${i}${at}`, message };
}

function mistaken(code: 'invalid-request' | 'requirement-not-met', errors: readonly Mistake[]): Problem {
  return new Problem(code, errors.map(({ at, message }) => `${at}: ${message}`).join('; '), { errors });
}
