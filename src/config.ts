import * as z from 'zod';
import { PlainError } from './plainError.ts';

export interface Config {
  readonly port: number;
  /** Absent: PGlite in `dataFolder`. */
  readonly databaseUrl: string | undefined;
  /** The login that migrates; absent: `databaseUrl` does. */
  readonly migrationDatabaseUrl: string | undefined;
  readonly dataFolder: string;
  /** 32 bytes; always there with `databaseUrl`. */
  readonly dataKey: Uint8Array<ArrayBuffer> | undefined;
  /** The key before it, while some are still wrapped by that: see `npm run keys`. */
  readonly dataKeyPrevious: Uint8Array<ArrayBuffer> | undefined;
  readonly telegram: TelegramConfig | undefined;
  /** An origin, for example `https://help.example.org`. Absent: this machine only, and long polling. */
  readonly publicUrl: string | undefined;
  readonly logLevel: LogLevel;
  /** Who scrapes the metrics says this; absent: there are none to be had. */
  readonly metricsToken: string | undefined;
  /** Whether this start may show the demonstration: never with a real database or a real channel. */
  readonly street: boolean;
}

export interface TelegramConfig {
  readonly token: string;
  readonly apiRoot: string;
  /** Always there with `publicUrl`. */
  readonly webhookSecret: string | undefined;
}

export const logLevels = ['trace', 'debug', 'info', 'warning', 'error', 'fatal'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Says which variable is wrong and what is expected, never what it holds. */
export class ConfigError extends PlainError {
  readonly variable: string;

  constructor(variable: string, expected: string) {
    super(`${variable}: ${expected}`);
    this.variable = variable;
  }
}

const portExpected = 'expected a port from 0 to 65535';
const originExpected =
  'expected an address without a path, such as https://help.example.org (http on this machine only)';

// What is set but empty is wrong, too: it is a variable that somebody forgot to fill, and to go on without the real
// database or channel would open the street in its place.
const variables = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, portExpected)
    .transform(Number)
    .refine((port) => port <= 65535, portExpected)
    .default(3000),
  DATABASE_URL: postgresUrl().optional(),
  MIGRATION_DATABASE_URL: postgresUrl().optional(),
  DATA_DIR: z.string().min(1, 'expected a folder').default('./data'),
  DATA_KEY: dataKey().optional(),
  DATA_KEY_PREVIOUS: dataKey().optional(),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[A-Za-z0-9_-]+$/, 'expected a bot token as BotFather gives it: digits, a colon, letters')
    .optional(),
  TELEGRAM_API_ROOT: z
    .url({ protocol: /^https?$/, error: 'expected an address such as https://api.telegram.org' })
    .transform((url) => url.replace(/\/+$/, ''))
    .default('https://api.telegram.org'),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,256}$/, 'expected 1 to 256 of A-Z a-z 0-9 _ -')
    .optional(),
  PUBLIC_URL: z.string().refine(isOrigin, originExpected).optional().transform(toOrigin),
  METRICS_TOKEN: z
    .string()
    .regex(/^[A-Za-z0-9._~+/=-]{16,256}$/, 'expected 16 to 256 of A-Z a-z 0-9 . _ ~ + / = -')
    .optional(),
  LOG_LEVEL: z.enum(logLevels, { error: `expected one of ${logLevels.join(' ')}` }).default('info'),
});

/** Reads the program's settings. Throws ConfigError for the first variable that is missing or malformed. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = variables.safeParse(environment);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigError(String(issue?.path[0]), issue?.message ?? 'malformed');
  }
  const values = parsed.data;
  checkTogether(values);
  return {
    port: values.PORT,
    databaseUrl: values.DATABASE_URL,
    migrationDatabaseUrl: values.MIGRATION_DATABASE_URL,
    dataFolder: values.DATA_DIR,
    dataKey: values.DATA_KEY,
    dataKeyPrevious: values.DATA_KEY_PREVIOUS,
    telegram: telegramOf(values),
    publicUrl: values.PUBLIC_URL,
    logLevel: values.LOG_LEVEL,
    metricsToken: values.METRICS_TOKEN,
    street: values.DATABASE_URL === undefined && values.TELEGRAM_BOT_TOKEN === undefined,
  };
}

/** The address that joining links begin with. */
export function linkBase(config: Config): string {
  return config.publicUrl ?? `http://localhost:${config.port}`;
}

type Values = z.infer<typeof variables>;

/** What one variable asks of another. */
function checkTogether(values: Values): void {
  if (values.MIGRATION_DATABASE_URL !== undefined && values.DATABASE_URL === undefined) {
    throw new ConfigError('DATABASE_URL', 'required when MIGRATION_DATABASE_URL is set');
  }
  if (values.DATABASE_URL !== undefined && values.DATA_KEY === undefined) {
    throw new ConfigError(
      'DATA_KEY',
      'required with DATABASE_URL: 32 random bytes in base64 (openssl rand -base64 32)',
    );
  }
  if (values.DATA_KEY_PREVIOUS !== undefined && values.DATA_KEY === undefined)
    throw new ConfigError('DATA_KEY', 'required with DATA_KEY_PREVIOUS, which is only the key before it');
  const hasWebhook = values.PUBLIC_URL !== undefined && values.TELEGRAM_BOT_TOKEN !== undefined;
  if (hasWebhook && values.TELEGRAM_WEBHOOK_SECRET === undefined) {
    throw new ConfigError(
      'TELEGRAM_WEBHOOK_SECRET',
      'required with PUBLIC_URL and TELEGRAM_BOT_TOKEN: 1 to 256 of A-Z a-z 0-9 _ -',
    );
  }
}

function telegramOf(values: Values): TelegramConfig | undefined {
  if (values.TELEGRAM_BOT_TOKEN === undefined) return undefined;
  return {
    token: values.TELEGRAM_BOT_TOKEN,
    apiRoot: values.TELEGRAM_API_ROOT,
    webhookSecret: values.TELEGRAM_WEBHOOK_SECRET,
  };
}

function postgresUrl() {
  return z.url({
    protocol: /^postgres(ql)?$/,
    error: 'expected an address such as postgres://login:password@host:5432/database',
  });
}

function dataKey() {
  return z
    .string()
    .transform(readKey)
    .refine((key) => key?.length === 32, 'expected 32 random bytes in base64, as openssl rand -base64 32 prints them');
}

function readKey(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.fromBase64(text);
  } catch {
    return undefined;
  }
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || !['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') return false;
  // Another machine's browser would send codes and answers in clear.
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  return url.username === '' && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback));
}

function toOrigin(text: string | undefined): string | undefined {
  return text === undefined ? undefined : new URL(text).origin;
}
