/** The demo's organisation, set up once a run and copied by every town. */
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import type { Database } from '../../src/db/database.ts';
import type { Links } from '../../src/deps.ts';
import type { Organisation } from '../../src/organisation/file.ts';
import { type CodedAccount, type SetUpOptions, setUp } from '../../src/organisation/setup.ts';
import { openVault, type Vault } from '../../src/secrets/vault.ts';

/** A Monday morning, a working day in a covered year, ten days before the National Day holiday. */
export const monday = new Date('2026-09-21T02:00:00Z');
export const townLinks: Links = { web: 'https://guitu.test', telegramBot: 'guitu_test_bot' };

export const townKey = new Uint8Array(32).fill(7);

export function openTownVault(): Promise<Vault> {
  return openVault(townKey);
}

/** Sets up a town's organisation; gives everybody's codes. */
export async function setUpTown(
  database: Database,
  organisation: Organisation = demoOrganisation(),
  options: SetUpOptions = { demo: true },
  now: Date = monday,
): Promise<readonly CodedAccount[]> {
  return setUp({ database, vault: await openTownVault(), now, links: townLinks }, organisation, options);
}
