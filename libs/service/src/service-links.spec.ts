import { expect, it } from '@jest/globals';
import { withoutServiceLinks } from './service-links';

/** What Kubernetes adds for a service with one named port. */
function links(service: string): Record<string, string> {
  return {
    [`${service}_SERVICE_HOST`]: '10.0.0.1',
    [`${service}_SERVICE_PORT`]: '80',
    [`${service}_SERVICE_PORT_HTTP`]: '80',
    [`${service}_PORT`]: 'tcp://10.0.0.1:80',
    [`${service}_PORT_80_TCP`]: 'tcp://10.0.0.1:80',
    [`${service}_PORT_80_TCP_PROTO`]: 'tcp',
    [`${service}_PORT_80_TCP_PORT`]: '80',
    [`${service}_PORT_80_TCP_ADDR`]: '10.0.0.1',
  };
}

it.each(['SIGCAT', 'SIGCAT_UPLOAD_API'])('leaves out the links of the service %s', (service) => {
  const own = { SIGCAT_LOG_LEVEL: 'warn', DATABASE_URL: 'postgresql://u@h/d' };
  expect(withoutServiceLinks({ ...own, ...links(service) })).toEqual(own);
});

it('keeps a port that is one, also beside links', () => {
  const env = { ...links('SIGCAT'), SIGCAT_PORT: '9000' };
  expect(withoutServiceLinks(env)).toEqual({ SIGCAT_PORT: '9000' });
});

it.each([
  { SIGCAT_PORT: 'tcp://10.0.0.1:80' },
  { SIGCAT_PORT_80_TCP: 'tcp://10.0.0.1:80' },
  { SIGCAT_SERVICE_PORT: '80' },
])('keeps %j, of no service that is there', (env) => {
  expect(withoutServiceLinks(env)).toEqual(env);
});
