import { type Endpoint } from './endpoint';

/** Characters of an address that need no quotes, RFC 5322, section 3.4.1, and mean nothing in a URI. */
const atom = "[A-Za-z0-9!$&'*+=^_`{|}~-]+";
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const mailbox = new RegExp(`^mailto:(${atom}(?:\\.${atom})*)@(${label}(?:\\.${label})*)$`, 'i');

/** RFC 5321, section 4.5.3.1. */
const longestLocalPart = 64;
const longestMailbox = 254;

/** Mail to whomever goes to the server that we hand it to. */
const host = 'smtp';

/**
 * @param domains that mail may be sent to; all where there are none
 * @returns why no mail can be sent there; one mailbox it must be, with nothing that could become a header
 */
export function parseMailbox(text: string, domains: readonly string[]): Endpoint | string {
  const [, local = '', domain = ''] = mailbox.exec(text) ?? [];
  if (local === '') return 'must be one address such as mailto:risk@example.com';
  const address = `${local}@${domain.toLowerCase()}`;
  if (local.length > longestLocalPart || address.length > longestMailbox)
    return 'must not be longer than an address may be';
  if (domains.length > 0 && !domains.includes(domain.toLowerCase()))
    return `must be in one of the domains that this server sends mail to: ${domains.join(', ')}`;
  return { url: `mailto:${address}`, host };
}

/** The address in an endpoint of the channel `email`. */
export function mailboxOf(url: string): string {
  return url.slice('mailto:'.length);
}
