import type { Config } from '../config.ts';
import { ConfigError, readConfig } from '../config.ts';

/** What wrangler.toml and `wrangler secret` give the Worker. */
export interface WorkerEnvironment {
  readonly HYPERDRIVE: { readonly connectionString: string };
  readonly [name: string]: unknown;
}

export interface WorkerSettings {
  readonly databaseUrl: string;
  /** 32 bytes. */
  readonly dataKey: Uint8Array<ArrayBuffer>;
  readonly dataKeyPrevious: Uint8Array<ArrayBuffer> | undefined;
  readonly publicUrl: string;
  readonly telegram: { readonly token: string; readonly apiRoot: string; readonly webhookSecret: string } | undefined;
  readonly logLevel: Config['logLevel'];
}

/** The same variables as on Node, and `HYPERDRIVE` in the place of `DATABASE_URL`. Throws ConfigError, as there. */
export function readSettings(environment: WorkerEnvironment): WorkerSettings {
  const databaseUrl = environment.HYPERDRIVE?.connectionString;
  if (databaseUrl === undefined)
    throw new ConfigError('HYPERDRIVE', 'expected a binding of this name in wrangler.toml');
  const texts = Object.entries(environment).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const config = readConfig({ ...Object.fromEntries(texts), DATABASE_URL: databaseUrl });
  const { dataKey, dataKeyPrevious, publicUrl, logLevel } = config;
  if (dataKey === undefined) throw new Error('settings with a database address have a key');
  if (publicUrl === undefined) throw new ConfigError('PUBLIC_URL', 'required on Workers: the public origin');
  return { databaseUrl, dataKey, dataKeyPrevious, publicUrl, logLevel, telegram: telegramOf(config) };
}

function telegramOf({ telegram }: Config): WorkerSettings['telegram'] {
  if (telegram === undefined) return undefined;
  const { token, apiRoot, webhookSecret } = telegram;
  if (webhookSecret === undefined) throw new Error('settings with a public address and a token have a secret');
  return { token, apiRoot, webhookSecret };
}
