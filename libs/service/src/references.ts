import { type LabelFilter, type VersionAddress, type VersionSelector } from '@sigcat/storage';

/** The version that a number, `latest` or `@alias` in a path means. */
export function selectorOf(reference: string): VersionSelector {
  if (reference === 'latest') return { by: 'latest' };
  if (reference.startsWith('@')) return { by: 'alias', alias: reference.slice(1) };
  return { by: 'number', number: Number(reference) };
}

/** The version that an address such as `payments/fraud@3`, `fraud@latest` or `fraud@production` means. */
export function versionAddressed(address: string): VersionAddress {
  const [name = '', version = ''] = address.split('@');
  const [model = '', namespace = 'default'] = name.split('/').reverse();
  return { namespace, model, selector: selectorOf(/^(\d+|latest)$/.test(version) ? version : `@${version}`) };
}

/** Label filters written as `key=value`, or `key` for any value. */
export function labelFiltersOf(texts: readonly string[]): LabelFilter[] {
  return texts.map((text) => {
    const equals = text.indexOf('=');
    return equals < 0 ? { key: text } : { key: text.slice(0, equals), value: text.slice(equals + 1) };
  });
}
