import { type ModelReference, modelText, parseModelReference } from './model-reference';
import { versionMeant } from './subject';
import { UsageError } from './usage-error';

/** A model, and a path of what is to become a version of it. */
export interface ModelAndPath {
  readonly model: ModelReference;
  readonly path: string;
}

/** A model, and what is to be checked for it: a path, or a version by its number, `latest` or `@alias`. */
export type ModelAndCandidate = ModelAndPath | { readonly model: ModelReference; readonly version: string };

/** Reads `fraud ./export`, or `./export` alone where the repository names its model. @throws UsageError. */
export function modelAndPath(words: readonly string[], usual: string | undefined): ModelAndPath {
  const [path, name = usual] = [...words].reverse();
  if (path === undefined) throw new UsageError('missing path');
  if (name === undefined) {
    throw new UsageError(`which model? Write it before ${JSON.stringify(path)}, or into .sigcat.yaml`);
  }
  return { model: parseModelReference(name), path };
}

/** The same, and `fraud@5`, with or without the model before it. @throws UsageError. */
export function modelAndCandidate(words: readonly string[], usual: string | undefined): ModelAndCandidate {
  const [last = '', name] = [...words].reverse();
  const reference = versionMeant(last);
  if (!reference) return modelAndPath(words, usual);
  const { version, ...model } = reference;
  const named = name === undefined ? model : parseModelReference(name);
  if (modelText(named) !== modelText(model)) {
    throw new UsageError(`${JSON.stringify(last)} is no version of ${JSON.stringify(modelText(named))}`);
  }
  return { model, version };
}
