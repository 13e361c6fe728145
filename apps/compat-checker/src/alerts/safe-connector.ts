import { lookup as systemLookup } from 'node:dns';
import { type LookupFunction } from 'node:net';
import { isAllowedAddress, literalAddress, type Networks } from '@sigcat/alerts';
import { buildConnector } from 'undici';

/** A name that leads only to where nothing may be sent. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
}

/** How names become addresses; that of the system. */
export type Lookup = typeof systemLookup;

/**
 * Connects to nothing but addresses that may be sent to. The address is judged that the connection is made to, so that
 * a name that leads elsewhere than it did a moment ago is of no use.
 */
export function safeConnector(
  networks: Networks,
  timeoutMs: number,
  lookup: Lookup = systemLookup,
): buildConnector.connector {
  const connectorOf = (secure: boolean): buildConnector.connector =>
    buildConnector({ timeout: timeoutMs, lookup: safeLookup(secure, networks, lookup) });
  const connectors = { secure: connectorOf(true), plain: connectorOf(false) };
  return (options, callback) => {
    const secure = options.protocol === 'https:';
    const address = literalAddress(options.hostname);
    if (address !== undefined && !isAllowedAddress(address, secure, networks)) {
      callback(forbidden(options.hostname, [address]), null);
    } else {
      connectors[secure ? 'secure' : 'plain'](options, callback);
    }
  };
}

function safeLookup(secure: boolean, networks: Networks, lookup: Lookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const allowed = error ? [] : found.filter(({ address }) => isAllowedAddress(address, secure, networks));
      const [first] = allowed;
      if (error) callback(error, []);
      else if (!first)
        callback(
          forbidden(
            hostname,
            found.map(({ address }) => address),
          ),
          [],
        );
      else if (options.all === true) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}

function forbidden(hostname: string, addresses: readonly string[]): ForbiddenAddress {
  return new ForbiddenAddress(`${hostname} is ${addresses.join(', ')}, where nothing may be sent`);
}
