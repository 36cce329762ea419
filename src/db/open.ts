import type { Config } from '../config.ts';
import { PlainError } from '../plainError.ts';
import { readKeyIds } from '../secrets/rotateKeys.ts';
import { type InstallationKey, openVault, type Vault } from '../secrets/vault.ts';
import { type Database, sqlStateOf } from './database.ts';
import { migrate } from './migrate.ts';
import { openPostgres, serviceRole, serviceSettings } from './postgres.ts';

/** The database, migrated, as the role that owns nothing, and the vault that fits it. */
export interface OpenDatabase {
  readonly database: Database;
  readonly vault: Vault;
  /** 32 bytes. */
  readonly dataKey: Uint8Array<ArrayBuffer>;
  close(): Promise<void>;
}

interface Options {
  /** A server holds the embedded folder alone; a command may work beside it. */
  readonly forServer: boolean;
}

type Opened = Omit<OpenDatabase, 'vault'> & { readonly previousKey: Uint8Array<ArrayBuffer> | undefined };

/** Opens the database that the settings name, and migrates it. Throws PlainError, in one line, when that cannot be. */
export async function openDatabase(config: Config, options: Options): Promise<OpenDatabase> {
  const opened = config.databaseUrl === undefined ? await openHere(config, options) : await openThere(config);
  try {
    const vault = await vaultOver(opened.database, opened.dataKey, config.dataKeyPrevious ?? opened.previousKey);
    await checkKey(opened.database, vault);
    return { ...opened, vault };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function openHere(config: Config, { forServer }: Options): Promise<Opened> {
  // PGlite is large, and not loaded where PostgreSQL is used.
  const { openEmbedded } = await import('./embedded.ts');
  return openEmbedded({ folder: config.dataFolder, forServer, dataKey: config.dataKey });
}

async function openThere({ databaseUrl = '', migrationDatabaseUrl, dataKey }: Config): Promise<Opened> {
  if (dataKey === undefined) throw new Error('settings with a database address have a key');
  await withMigrator(migrationDatabaseUrl ?? databaseUrl, async (migrator) => {
    await migrate(migrator);
    if (migrationDatabaseUrl !== undefined) await admitLogin(migrator, databaseUrl);
  }).catch((error: unknown) => {
    throw explained(migrationDatabaseUrl === undefined ? 'DATABASE_URL' : 'MIGRATION_DATABASE_URL', error);
  });
  const database = openPostgres({ url: databaseUrl, role: serviceRole });
  try {
    await database.query('select 1');
  } catch (error) {
    await database.close();
    throw explained('DATABASE_URL', error);
  }
  return { database, dataKey, previousKey: undefined, close: () => database.close() };
}

/** The vault with the installation's own keys as they are stored, where they are. */
export async function vaultOver(
  database: Database,
  dataKey: Uint8Array<ArrayBuffer>,
  previous: Uint8Array<ArrayBuffer> | undefined,
): Promise<Vault> {
  const [row] = await database.query<{ keys: Partial<Record<InstallationKey, string>> }>(
    'select read_installation_keys() as keys',
  );
  return openVault(dataKey, { previous, installation: row?.keys ?? {} }).catch(() => {
    throw wrongKey();
  });
}

/** The login that owns the tables, on one connection: past row-level security, for a backup and for bringing one in. */
export async function withOwner<Result>(
  { databaseUrl = '', migrationDatabaseUrl }: Config,
  use: (owner: Database) => Promise<Result>,
): Promise<Result> {
  const owner = openPostgres({ url: migrationDatabaseUrl ?? databaseUrl, connections: 1 });
  try {
    await owner.query('select 1').catch((error: unknown) => {
      throw explained(migrationDatabaseUrl === undefined ? 'DATABASE_URL' : 'MIGRATION_DATABASE_URL', error);
    });
    return await use(owner);
  } finally {
    await owner.close();
  }
}

/** A PostgreSQL as it is, migrated or not. Throws PlainError when it cannot be reached, or its role cannot be taken. */
export async function openUnmigrated({ databaseUrl = '', dataKey, dataKeyPrevious }: Config): Promise<OpenDatabase> {
  if (dataKey === undefined) throw new Error('settings with a database address have a key');
  const login = openPostgres({ url: databaseUrl, connections: 1 });
  try {
    const [role] = await login.query<{ found: boolean }>(
      'select exists (select 1 from pg_roles where rolname = $1 and pg_has_role(rolname, $2)) as found',
      [serviceRole, 'member'],
    );
    // Without the role nothing was ever migrated, and whoever asks finds that out.
    const database = openPostgres({ url: databaseUrl, connections: 1, ...(role?.found ? { role: serviceRole } : {}) });
    // Before it is migrated there are no such keys, and no such function.
    const vault = await vaultOver(database, dataKey, dataKeyPrevious).catch((error: unknown) => {
      if (sqlStateOf(error) === undefined) throw error;
      return openVault(dataKey, { previous: dataKeyPrevious });
    });
    return { database, dataKey, vault, close: () => database.close() };
  } catch (error) {
    throw explained('DATABASE_URL', error);
  } finally {
    await login.close();
  }
}

async function withMigrator(url: string, use: (migrator: Database) => Promise<void>): Promise<void> {
  const migrator = openPostgres({ url, connections: 1 });
  try {
    await use(migrator);
  } finally {
    await migrator.close();
  }
}

/** Lets the service's own login become the service role, where the migrating login has the power to say so. */
export async function admitLogin(migrator: Database, url: string): Promise<void> {
  const login = decodeURIComponent(new URL(url).username);
  if (login === '') return;
  const [grant] = await migrator.query<{ text: string }>(
    "select format('grant %I to %I', $1::text, rolname) as text from pg_roles where rolname = $2 and not pg_has_role(rolname, $1, 'member')",
    [serviceRole, login],
  );
  // Refused: opening with that login says what is missing.
  if (grant !== undefined) await migrator.execute(grant.text).catch(() => {});
  await letItBegin(migrator, login);
}

/**
 * The service's own login begins as the service role, planning as the service does, wherever it comes in without saying so: a
 * pooler such as Hyperdrive passes no settings on. Not so the login that migrates, which has to begin as itself.
 */
async function letItBegin(migrator: Database, login: string): Promise<void> {
  const settings = JSON.stringify({ role: serviceRole, ...serviceSettings });
  const [row] = await migrator.query<{ script: string | null }>(
    `select string_agg(format('alter role %I in database %I set %I = %L', rolname, current_database(), s.key, s.value), '; ') as script
      from pg_roles, jsonb_each_text($2::jsonb) s where rolname = $1 and rolname <> current_user`,
    [login, settings],
  );
  const script = row?.script ?? null;
  // Refused: the Worker says that its login is not what it should be, and the doctor what to do.
  if (script !== null) await migrator.execute(script).catch(() => {});
}

const reasons: Readonly<Record<string, string>> = {
  '28P01': 'the login or its password was refused',
  '28000': 'the login was refused',
  '3D000': 'this database does not exist',
  '42501': `the login lacks a right: it must migrate, or be a member of the role ${serviceRole}`,
  '53300': 'the server has no connection left',
  ECONNREFUSED: 'no PostgreSQL answers at this address',
  ENOTFOUND: 'the host of this address is not known',
  CONNECT_TIMEOUT: 'no PostgreSQL answers at this address in time',
};

/** One line for whoever starts the program; the driver's own words may quote the address. */
function explained(variable: string, error: unknown): unknown {
  const code = sqlStateOf(error);
  if (code !== undefined) {
    return new PlainError(`${variable}: ${reasons[code] ?? 'the database could not be opened and migrated'} (${code})`);
  }
  // Drizzle wraps the driver's error in its own.
  return error instanceof Error && error.cause !== undefined ? explained(variable, error.cause) : error;
}

/** A wrong key would not be noticed until somebody's name does not open, when new rows are already written with it. */
export async function checkKey(database: Database, vault: Vault): Promise<void> {
  const [row] = await database.query<{ sample: { id: string; key: string; name: string } | null }>(
    'select read_sealed_sample() as sample',
  );
  const sample = row?.sample ?? undefined;
  if (sample === undefined) return;
  await vault.open(sample, `account.name:${sample.id}`, sample.name).catch(() => {
    throw wrongKey();
  });
  // Halfway through a change of keys one sample tells nothing of the others.
  const { id, previousId } = vault.keys;
  const unknown = Object.keys(await readKeyIds(database)).filter((each) => !['', id, previousId].includes(each));
  if (unknown.length > 0)
    throw new PlainError(`DATA_KEY_PREVIOUS: required, some keys are still wrapped by ${unknown.join(' and ')}`);
}

function wrongKey(): PlainError {
  return new PlainError('DATA_KEY: not the key that this database was written with');
}
