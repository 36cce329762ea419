import { describe, expect, it } from 'vitest';
import { ConfigError, linkBase, readConfig } from '../src/config.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const postgres = { DATABASE_URL: 'postgres://login:secret@127.0.0.1:5432/guitu', DATA_KEY: key };
const token = '123456:a-token_of_a_bot';

describe('the settings', () => {
  it('open the street on this machine when nothing is set', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      databaseUrl: undefined,
      migrationDatabaseUrl: undefined,
      dataFolder: './data',
      dataKey: undefined,
      dataKeyPrevious: undefined,
      telegram: undefined,
      publicUrl: undefined,
      logLevel: 'info',
      metricsToken: undefined,
      street: true,
    });
  });

  it('never open the street with a real database or a real channel', () => {
    expect(readConfig(postgres).street).toBe(false);
    expect(readConfig({ TELEGRAM_BOT_TOKEN: token }).street).toBe(false);
  });

  it('take everything that is set', () => {
    const config = readConfig({
      ...postgres,
      PORT: '8080',
      MIGRATION_DATABASE_URL: 'postgresql://owner@db/guitu?sslmode=require',
      TELEGRAM_BOT_TOKEN: token,
      TELEGRAM_API_ROOT: 'http://127.0.0.1:8081/',
      TELEGRAM_WEBHOOK_SECRET: 'a_secret-1',
      PUBLIC_URL: 'https://help.example.org/',
      METRICS_TOKEN: 'sixteen-letters-',
      LOG_LEVEL: 'warning',
    });
    expect(config.telegram).toEqual({ token, apiRoot: 'http://127.0.0.1:8081', webhookSecret: 'a_secret-1' });
    expect(config).toMatchObject({ port: 8080, publicUrl: 'https://help.example.org', logLevel: 'warning' });
    expect(config.metricsToken).toBe('sixteen-letters-');
    expect(config.dataKey).toEqual(new Uint8Array(32).fill(7));
  });

  it('begin joining links with the public address, or else with this machine', () => {
    expect(linkBase(readConfig({ PUBLIC_URL: 'https://help.example.org' }))).toBe('https://help.example.org');
    expect(linkBase(readConfig({ PORT: '8080' }))).toBe('http://localhost:8080');
  });
});

describe('a wrong setting', () => {
  it.each([
    ['PORT', { PORT: 'eighty-odd' }],
    ['PORT', { PORT: '65536' }],
    ['PORT', { PORT: '' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://secret@host/db', DATA_KEY: key }],
    ['DATABASE_URL', { DATABASE_URL: '', DATA_KEY: key }],
    ['DATABASE_URL', { MIGRATION_DATABASE_URL: postgres.DATABASE_URL }],
    ['MIGRATION_DATABASE_URL', { ...postgres, MIGRATION_DATABASE_URL: 'not-an-address' }],
    ['DATA_DIR', { DATA_DIR: '' }],
    ['DATA_KEY', { DATABASE_URL: postgres.DATABASE_URL }],
    ['DATA_KEY', { DATA_KEY: Buffer.alloc(31, 9).toString('base64') }],
    ['DATA_KEY', { DATA_KEY: 'not base64 at all!' }],
    ['DATA_KEY', { DATA_KEY: '' }],
    ['TELEGRAM_BOT_TOKEN', { TELEGRAM_BOT_TOKEN: 'no-colon' }],
    ['TELEGRAM_API_ROOT', { TELEGRAM_API_ROOT: 'ftp://example.org' }],
    ['TELEGRAM_WEBHOOK_SECRET', { TELEGRAM_WEBHOOK_SECRET: 'with space' }],
    ['TELEGRAM_WEBHOOK_SECRET', { TELEGRAM_WEBHOOK_SECRET: 'x'.repeat(257) }],
    ['TELEGRAM_WEBHOOK_SECRET', { TELEGRAM_BOT_TOKEN: token, PUBLIC_URL: 'https://help.example.org' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'http://help.example.org' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://help.example.org/path' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://login:secret@help.example.org' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'help.example.net' }],
    ['METRICS_TOKEN', { METRICS_TOKEN: '' }],
    ['METRICS_TOKEN', { METRICS_TOKEN: 'fifteen-letters' }],
    ['METRICS_TOKEN', { METRICS_TOKEN: 'a token with white space in it' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ])('names %s in one line, and not its value: %o', (variable, environment: Record<string, string>) => {
    const error = errorFrom(environment);
    expect(error.variable).toBe(variable);
    expect(error.message).toMatch(new RegExp(`^${variable}: \\S.*$`));
    for (const value of Object.values(environment).filter((text) => text.length > 0)) {
      expect(error.message).not.toContain(value);
    }
  });

  it('may be http on this machine', () => {
    expect(readConfig({ PUBLIC_URL: 'http://localhost:3000' }).publicUrl).toBe('http://localhost:3000');
  });
});

function errorFrom(environment: Record<string, string>): ConfigError {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('these settings were taken');
}
