import { UsageError } from './usage-error';

/** A model by its namespace and name. */
export interface ModelReference {
  readonly namespace: string;
  readonly model: string;
}

/** A version of a model: its number, `latest` or `@alias`. */
export interface VersionReference extends ModelReference {
  readonly version: string;
}

const defaultNamespace = 'default';

const modelReference = /^(?:([^/@.][^/@]*)\/)?([^/@.][^/@]*)$/;

export function isModelReference(text: string): boolean {
  return modelReference.test(text);
}

/** Reads `fraud` or `payments/fraud`. @throws UsageError. */
export function parseModelReference(text: string): ModelReference {
  const [, namespace = defaultNamespace, model] = modelReference.exec(text) ?? [];
  if (model === undefined) {
    throw new UsageError(`${JSON.stringify(text)} is no name of a model; write fraud or payments/fraud`);
  }
  return { namespace, model };
}

/**
 * Reads `fraud@3`, `payments/fraud@latest`, `fraud@production` or `fraud@@production`; undefined for all else, such
 * as a path.
 */
export function parseVersionReference(text: string): VersionReference | undefined {
  const [, namespace = defaultNamespace, model, named] =
    /^(?:([^/@.][^/@]*)\/)?([^/@.][^/@]*)@(@?[^/@]+)$/.exec(text) ?? [];
  if (model === undefined || named === undefined) return undefined;
  const isAlias = !/^(latest|\d+|@.*)$/.test(named);
  return { namespace, model, version: isAlias ? `@${named}` : named };
}

/** Does it say which versions to check against: `@production`, `latest`, `3` or `all`? */
export function isAgainst(text: string): boolean {
  return /^(latest|all|[1-9]\d*|@[^/@]+)$/.test(text);
}

/** `fraud@3`, or `payments/fraud@3` where it is not in the namespace that goes without saying. */
export function versionText(model: ModelReference, version: number | string): string {
  return `${modelText(model)}@${version}`;
}

/** The same of a reference: `fraud@production` for an alias. */
export function versionName({ version, ...model }: VersionReference): string {
  return versionText(model, version.replace(/^@/, ''));
}

/** `fraud`, or `payments/fraud` where it is not in the namespace that goes without saying. */
export function modelText({ namespace, model }: ModelReference): string {
  return `${namespace === defaultNamespace ? '' : `${namespace}/`}${model}`;
}
