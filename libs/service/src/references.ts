import { type LabelFilter, type ModelName, type VersionAddress, type VersionSelector } from '@sigcat/storage';

/** The version that a number, `latest` or `@alias` in a path means. */
export function selectorOf(reference: string): VersionSelector {
  if (reference === 'latest') return { by: 'latest' };
  if (reference.startsWith('@')) return { by: 'alias', alias: reference.slice(1) };
  return { by: 'number', number: Number(reference) };
}

/** The version that an address such as `payments/fraud@3`, `fraud@latest` or `fraud@production` means. */
export function versionAddressed(address: string): VersionAddress {
  const [name = '', version = ''] = address.split('@');
  return {
    ...modelAddressed(name),
    selector: selectorOf(/^(\d+|latest)$/.test(version) ? version : `@${version}`),
  };
}

/** The model that `payments/fraud`, or `fraud` in the namespace `default`, means. */
export function modelAddressed(address: string): ModelName {
  const [model = '', namespace = 'default'] = address.split('/').reverse();
  return { namespace, model };
}

/** Label filters written as `key=value`, or `key` for any value. */
export function labelFiltersOf(texts: readonly string[]): LabelFilter[] {
  return texts.map((text) => {
    const equals = text.indexOf('=');
    return equals < 0 ? { key: text } : { key: text.slice(0, equals), value: text.slice(equals + 1) };
  });
}
