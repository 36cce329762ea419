import type { Database } from '../db/database.ts';
import { openPostgres } from '../db/postgres.ts';
import type { Vault } from '../secrets/vault.ts';
import type { Admission } from './admission.ts';

/** A request may hold six connections at once, to the database and to Telegram together. */
const connections = 3;

/** One request's own way to the database, since connections do not reach from one request into another. */
export interface Access {
  readonly database: Database;
  readonly vault: Vault;
}

/** Nothing is opened before it is first needed, and then `admission` asks first. */
export function openAccess(url: string, admission: Admission): Access {
  let opened: Database | undefined;
  const plain = () => {
    opened ??= openPostgres({ url, connections });
    return opened;
  };
  const vault = () => admission.admit(plain());
  const database: Database = {
    behind: admission,
    async query(text, parameters) {
      await vault();
      return plain().query(text, parameters);
    },
    execute: () => Promise.reject(new Error('scripts are for npm run migrate')),
    close: async () => opened?.close(),
  };
  return { database, vault: vaultOf(vault) };
}

function vaultOf(open: () => Promise<Vault>): Vault {
  return {
    newKey: async (accountId) => (await open()).newKey(accountId),
    seal: async (owner, place, text) => (await open()).seal(owner, place, text),
    open: async (owner, place, sealed) => (await open()).open(owner, place, sealed),
    hash: async (purpose, value) => (await open()).hash(purpose, value),
    get keys(): Vault['keys'] {
      throw new Error('keys are changed by npm run keys');
    },
  };
}
