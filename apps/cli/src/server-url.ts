/** Where a server is when nothing says so. */
export const defaultServer = 'http://127.0.0.1:8420';

export function isServerUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
