import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { defaultReadLimits } from '@sigcat/formats';
import { defaultProofLimits } from '@sigcat/proof';
import { readSettings, SettingsError } from './settings';

describe('the settings', () => {
  it('have a default each', () => {
    expect(readSettings({ SIGCAT_PORT: '' })).toMatchObject({
      host: '127.0.0.1',
      port: 8420,
      dataDir: join(process.cwd(), '.sigcat'),
      artifactDir: join(process.cwd(), '.sigcat/artifacts'),
      limits: defaultReadLimits,
      proofLimits: defaultProofLimits,
    });
    expect(readSettings({})).not.toHaveProperty('databaseUrl');
  });

  it('come from the environment, the limits of reading too', () => {
    const settings = readSettings({
      DATABASE_URL: 'postgresql://u@h/d',
      SIGCAT_PORT: '0',
      SIGCAT_DATA_DIR: '/data',
      SIGCAT_SPOOL_DIR: '/fast/spool',
      SIGCAT_MAX_SIGNATURES: '5',
      SIGCAT_MAX_COUNTEREXAMPLES: '0',
      PATH: '/usr/bin',
    });
    expect(settings).toMatchObject({
      databaseUrl: 'postgresql://u@h/d',
      port: 0,
      artifactDir: '/data/artifacts',
      spoolDir: '/fast/spool',
      limits: { ...defaultReadLimits, maxSignatures: 5 },
      proofLimits: { ...defaultProofLimits, maxCounterexamples: 0 },
    });
  });

  it('are not what Kubernetes says of a service called sigcat', () => {
    const links = { SIGCAT_SERVICE_HOST: '10.0.0.1', SIGCAT_PORT: 'tcp://10.0.0.1:80' };
    expect(readSettings({ ...links, SIGCAT_PORT_80_TCP_ADDR: '10.0.0.1' }).port).toBe(8420);
  });

  it('are refused with all mistakes in one message', () => {
    const env = {
      SIGCAT_PORT: '99999',
      SIGCAT_MAX_DIMS: 'many',
      SIGCAT_LOG_LEVEL: 'loud',
      SIGCAT_PROT: '1',
      DATABASE_URL: 'mysql://u:secret@h',
      SIGCAT_SMTP_URL: 'http://u:secret@h',
      SIGCAT_SMTP_FROM: 'nobody\r\nBcc: all@example.com',
    };
    const failure = (): unknown => readSettings(env);
    expect(failure).toThrow(SettingsError);
    for (const variable of Object.keys(env)) expect(failure).toThrow(`${variable}: `);
    expect(failure).toThrow('SIGCAT_PORT: must be a whole number from 0 to 65535, not "99999"');
    expect(failure).toThrow('SIGCAT_PROT: there is no such setting');
    expect(failure).not.toThrow('secret');
  });

  it('of mail come together', () => {
    const SIGCAT_SMTP_URL = 'smtp://mail.example.com';
    expect(() => readSettings({ SIGCAT_SMTP_URL })).toThrow('SIGCAT_SMTP_FROM: must be set');
    const SIGCAT_SMTP_FROM = 'Sigcat <sigcat@example.com>';
    expect(readSettings({ SIGCAT_SMTP_URL, SIGCAT_SMTP_FROM }).alerts.smtp).toEqual({
      url: SIGCAT_SMTP_URL,
      from: SIGCAT_SMTP_FROM,
      domains: [],
    });
    const SIGCAT_SMTP_DOMAINS = 'Example.com,mail.example.org';
    expect(
      readSettings({ SIGCAT_SMTP_URL, SIGCAT_SMTP_FROM, SIGCAT_SMTP_DOMAINS }).alerts.smtp,
    ).toMatchObject({
      domains: ['example.com', 'mail.example.org'],
    });
    expect(() => readSettings({ SIGCAT_SMTP_DOMAINS: '@example.com' })).toThrow(
      'SIGCAT_SMTP_DOMAINS: must be domains',
    );
    expect(readSettings({ SIGCAT_SMTP_FROM }).alerts).not.toHaveProperty('smtp');
  });
});
