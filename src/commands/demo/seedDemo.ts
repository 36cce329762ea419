import type { OpenDatabase } from '../../db/open.ts';
import { setUp } from '../../organisation/setup.ts';
import { readExisting } from '../../organisation/setupState.ts';
import { demoOrganisation } from './demoOrganisation.ts';

/** Fills an empty embedded database with the fictional district. Gives whether the database now is a demo. */
export async function seedDemo({ database, vault }: Pick<OpenDatabase, 'database' | 'vault'>): Promise<boolean> {
  const existing = await readExisting(database);
  if (existing.accounts.length > 0) return existing.demo;
  await setUp({ database, vault, now: null, links: { web: '' } }, demoOrganisation(), { demo: true });
  return true;
}
