import type { Database } from '../db/database.ts';
import { serviceRole } from '../db/postgres.ts';
import { type InstallationKey, openVault, type Vault } from '../secrets/vault.ts';
import type { WorkerSettings } from './settings.ts';

/** Has a code as an outage has: updates are refused, and come again when a setting has mended it. */
class NotAdmitted extends Error {
  override readonly name = 'NotAdmitted';
  readonly code = 'NOT_ADMITTED';
}

const statement = 'select current_user::text as role, read_installation_keys() as keys';

/** The first thing an isolate asks of the database: whether it works as the role it should, and the installation's keys. */
export class Admission {
  readonly #settings: WorkerSettings;
  #vault: Vault | undefined;

  constructor(settings: WorkerSettings) {
    this.#settings = settings;
  }

  /**
   * The vault that fits the database. It is kept, but nobody waits for another's question: no promise reaches from one request
   * into another. Throws NotAdmitted where the login works as a role that row-level security may not bind.
   */
  async admit(ask: Database['query']): Promise<Vault> {
    if (this.#vault !== undefined) return this.#vault;
    const [row] = await ask<{ role: string; keys: Partial<Record<InstallationKey, string>> | null }>(statement);
    if (row?.role !== serviceRole)
      throw new NotAdmitted(`the login of HYPERDRIVE does not work as ${serviceRole}; npm run migrate sees to that`);
    const { dataKey, dataKeyPrevious: previous } = this.#settings;
    this.#vault = await openVault(dataKey, { previous, installation: row.keys ?? {} });
    return this.#vault;
  }
}
