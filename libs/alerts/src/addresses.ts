import * as ipaddr from 'ipaddr.js';

/** Networks in the notation `10.1.0.0/16`. */
export type Networks = readonly string[];

/** Whether a text is a network. */
export function isNetwork(text: string): boolean {
  try {
    ipaddr.parseCIDR(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether a host in an address is itself an IP address, in brackets where it is one of version 6. */
export function literalAddress(hostname: string): string | undefined {
  const text = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(text) ? text : undefined;
}

/**
 * Whether anything may be sent to an IP address: it is public, and the way to it secret; or it lies in a network that
 * the operator allows. An IPv4 address in the clothes of version 6 counts as what it is.
 */
export function isAllowedAddress(address: string, secure: boolean, allowed: Networks): boolean {
  if (!ipaddr.isValid(address)) return false;
  const plain = ipaddr.process(address);
  if (allowed.some((network) => isIn(plain, network))) return true;
  return secure && plain.range() === 'unicast';
}

function isIn(address: ipaddr.IPv4 | ipaddr.IPv6, network: string): boolean {
  const range = ipaddr.parseCIDR(network);
  return address.kind() === range[0].kind() && address.match(range);
}
