import { SigcatClient } from '@sigcat/client';
import { defaultServer, isServerUrl } from './server-url';
import { type Terminal } from './terminal';
import { UsageError } from './usage-error';

export interface ServerOptions {
  readonly server?: string | undefined;
}

/** The server that `--server`, else `SIGCAT_URL` names. @throws UsageError. */
export function clientFor({ server }: ServerOptions, { env }: Terminal): SigcatClient {
  const fromEnvironment = env['SIGCAT_URL'] === '' ? undefined : env['SIGCAT_URL'];
  const url = server ?? fromEnvironment ?? defaultServer;
  if (!isServerUrl(url)) {
    const source = server === undefined ? 'SIGCAT_URL' : '--server';
    throw new UsageError(`${source} must be a URL such as ${defaultServer}, not ${JSON.stringify(url)}`);
  }
  return new SigcatClient(url);
}
