/** The order of names everywhere: by UTF-16 code units, so that it is the same on every machine. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return byText(a.name, b.name);
}
