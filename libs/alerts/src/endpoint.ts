import { isAllowedAddress, literalAddress, type Networks } from './addresses';

/** An address that alerts can be sent to. */
export interface Endpoint {
  readonly url: string;
  /** Whom that loads: the scheme, the name and the port. */
  readonly host: string;
}

/** @returns why nothing may be posted there, as far as the address alone tells */
export function parseEndpoint(text: string, allowed: Networks): Endpoint | string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return 'must be an address that begins with https://';
  if (url.username !== '' || url.password !== '') return 'must not hold a name or a password';
  const secure = url.protocol === 'https:';
  if (!secure && allowed.length === 0) return 'must begin with https://';
  const address = literalAddress(url.hostname);
  if (address !== undefined && !isAllowedAddress(address, secure, allowed)) {
    return 'must not lead into a network that is not public';
  }
  url.hash = '';
  return { url: url.href, host: url.origin };
}
