import { quoteName } from '@sigcat/core';

/** `{gpu, serve}` */
export function tagSetText(tags: readonly string[]): string {
  return `{${tags.map(quoteName).join(', ')}}`;
}
