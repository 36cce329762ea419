import { type Database, isOutage, type Parameter, sqlStateOf } from '../db/database.ts';
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

/** By then everything is answered, or never will be. */
const closeSeconds = 1;
/** Until the first answer, and then for each: the driver itself tries for ever to reach who lets it in and hangs up. */
const firstPatience = 6000;
const patience = 25_000;

/** What no answer of the database says: it has a code as an outage has, and the driver's errors here have none. */
class Unreachable extends Error {
  override readonly name = 'Unreachable';
  readonly code = 'UNREACHABLE';
}

/** Nothing is opened before it is first needed, and then `admission` asks first. */
export function openAccess(url: string, admission: Admission): Access {
  let opened: Database | undefined;
  const plain = () => {
    opened ??= openPostgres({ url, connections, closeSeconds });
    return opened;
  };
  const letGo = async () => {
    const client = opened;
    opened = undefined;
    await client?.close();
  };
  let isReached = false;
  const ask: Database['query'] = async <Row>(text: string, parameters?: readonly Parameter[]) => {
    const answered = orUnreachable(plain().query<Row>(text, parameters), isReached ? patience : firstPatience);
    isReached = await answered.then(
      () => true,
      (error: unknown) => !isOutage(error),
    );
    // The driver would go on trying. Whoever asks again comes by a new client.
    if (!isReached) await letGo();
    return answered;
  };
  const vault = () => admission.admit(ask);
  const database: Database = {
    behind: admission,
    async query<Row>(text: string, parameters?: readonly Parameter[]) {
      await vault();
      return ask<Row>(text, parameters);
    },
    execute: () => Promise.reject(new Error('scripts are for npm run migrate')),
    close: letGo,
  };
  return { database, vault: vaultOf(vault) };
}

async function orUnreachable<Result>(work: Promise<Result>, milliseconds: number): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unreachable('no answer in time')), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    throw sqlStateOf(error) === undefined ? new Unreachable('the connection failed', { cause: error }) : error;
  } finally {
    clearTimeout(timer);
  }
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
