/** A JSON pointer, RFC 6901: the empty one is the whole model. */
export function pointer(...tokens: readonly (string | number)[]): string {
  let text = '';
  for (const token of tokens) text += `/${typeof token === 'number' ? token : escaped(token)}`;
  return text;
}

function escaped(token: string): string {
  return token.includes('~') || token.includes('/')
    ? token.replaceAll('~', '~0').replaceAll('/', '~1')
    : token;
}
