import { quoteName } from '@sigcat/core';

/** Controls, bidirectional and other format characters, line separators, lone surrogates, private use. */
const invisible = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * Text of others, made fit for a terminal: whatever could move the cursor, colour, hide or reorder is written out
 * as JSON escapes. The notation is so already; to go over it again changes nothing.
 */
export function safeText(text: string): string {
  return text.replace(invisible, escape);
}

/** A value as JSON that can be shown on a terminal as well as parsed. */
export function safeJson(value: unknown): string {
  // Outside of its strings JSON has no such characters but the line feeds of its layout.
  return JSON.stringify(value, null, 2).replace(invisible, (character) =>
    character === '\n' ? character : escape(character),
  );
}

/** The same on one line. */
export function safeJsonLine(value: unknown): string {
  return safeText(JSON.stringify(value));
}

function escape(character: string): string {
  return quoteName(character).slice(1, -1);
}
